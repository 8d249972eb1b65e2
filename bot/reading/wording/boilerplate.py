"""Lines that stand on a page beside the article, by general rules: none names one page or story."""

import re
from typing import Final

__all__ = ["is_boilerplate", "without_placeholder"]

# A longer line is a paragraph of the article, whatever words it opens with.
_LONGEST: Final = 400
_SHORTEST: Final = 4  # "Home"

_PLACEHOLDER: Final = re.compile(r"^(?:(?:loading|please wait)\s*(?:\.{3}|…)\s*)+", re.IGNORECASE)

# All are for lines in lower case, and begin with a literal: nearly every line of an article fails at once.

# What the page wants the reader to do next, and the other stories that it names.
_LINKS: Final = (
    (
        r"(?:read|learn|see|find out|discover) (?:more|also|next|now|on)\b\s*(?:[:>»|–—-].*|here.*"
        r"|about.*|on [a-z.]+|)"
    ),
    r"(?:also|now|more|must) read\b\s*[:>–—-].*",
    (
        r"(?:related|recommended|you may also like|more from|most read|trending|don['’]t miss|watch now|read"
        r"|what to read next|further reading|in case you missed it)\b"
        r"(?: (?:articles?|stor(?:y|ies)|links?|news|content|videos?|reading|coverage|topics?|from\b.{0,60}"
        r"|[a-z]\w*))?\s*(?:[:>»|–—].*|$)"
    ),
    r"see also\b.*",
    r"(?:click|tap) (?:here|to|on|below|the)\b.*",
    r"(?:continue|keep) reading\b.{0,80}",
    r"(?:story|article|scroll|content) (?:continues|to continue)\b.*",
    r"(?:show|load|view) (?:more|comments|all|gallery)|comments?(?: \(\d+\))?|leave a comment",
    (
        r"share(?: (?:this|on|via)\b.{0,60})?|print|e-?mail|tweet|save(?: article)?|skip to .{0,40}"
        r"|back to top|home|menu"
    ),
    r"listen to (?:this )?article.{0,40}|\d+ min(?:ute)?s? read|view original content.*|source version .*",
)
_PICTURES: Final = (
    (
        r"\(?(?:photos?|images?|pictures?|featured (?:photo|image)|illustration|graphic|video"
        r"|cover image|file photo)"
        r"(?: credits?| courtesy| source| via| by| from| provided| copyright| ©| \(|:).*"
    ),
    (
        r"(?:getty images|shutterstock|unsplash|pixabay|pexels|istock(?:photo)?|adobe stock"
        r"|wikimedia(?: commons)?|flickr)(?:\s*[/|,.(].{0,40})?"
    ),
)
_SIGN_UP: Final = (
    r"sign ?(?:up|in)\b.*\b(?:newsletters?|e-?mails?|alerts?|inbox|free|here|account|updates?|briefing)\b.*",
    (
        r"subscribe\b(?:.*\b(?:newsletters?|now|today|here|podcast|channel|unlimited|to (?:our|read"
        r"|continue|the))\b.*|\W*)"
    ),
    r"(?:get|receive) .{0,80}(?:newsletter|in your inbox|to your inbox|straight to your).*",
    (
        r"(?:join|enter your e-?mail|download (?:our|the) (?:free )?app|follow (?:us|me|@|\w+ on \w+))\b"
        r".*\b(?:newsletter|e-?mail|app|twitter|facebook|linkedin|telegram|instagram|whatsapp|youtube"
        r"|news|on x)\b.*"
    ),
    r"(?:we|this (?:site|website|page)|our (?:site|website))\b.{0,60}\bcookies?\b.*",
    r"(?:accept|manage|reject) (?:all )?(?:cookies|preferences|settings).*",
    r"by (?:continuing to|clicking|signing up|subscribing|submitting)\b.*",
    (
        r"(?:want|looking for) (?:the )?(?:latest|more) (?:recommendations|news|stories|insights?"
        r"|trade ideas)\b.*"
    ),
    (
        r"for more (?:articles|stories|news|information)\b.{0,40}\b(?:please visit|visit us|click"
        r"|go to|like this|subscribe)\b.*"
    ),
)
_IMPRINT: Final = (
    r"(?:©|\(c\)|copyright\b).*",
    r"advert(?:isement|isment|orial)?s?\b\s*(?:[-–—|:].*)?",
    r"(?:sponsored|promoted|partner) (?:content|post|by\b.*|stor(?:y|ies))\s*",
    r"(?:disclaimer|disclosures?|disclosure statement)(?:\s*:.*)?",
    (
        r"this (?:article|story|content|post|material)\b.{0,60}\b(?:generated|produced|originally"
        r"|first appeared|partially"
        r"|translated|syndicated|not financial advice)\b.*"
    ),
    r"the post .* (?:appeared first|first appeared) on .*",
    r"to contact the (?:reporters?|editors?|authors?)\b.*",
    r"our standards\s*:.*",
    (
        r"(?:last |first )?(?:updated|published|posted)(?: on| at)?\s*:?\s*"
        r"(?:\w{3,9} \d{1,2},? \d{4}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}).{0,30}"
    ),
)
_LINE: Final = re.compile("|".join((*_LINKS, *_PICTURES, *_SIGN_UP, *_IMPRINT)))

# What tells by its middle, each with the words that are looked for first.
_INSIDE: Final = (
    ("all rights reserved", re.compile(r".{0,120}\ball rights reserved\b.*")),
    ("investment advice", re.compile(r".{0,80}\b(?:does not|doesn['’]t) provide investment advice\b.*")),
    ("via ", re.compile(rf"[\w .'’&-]{{0,60}}\bvia {_PICTURES[-1]}")),
)
# "Editing by Jo Gray", but not "Written by three of its founders": only here capitals count.
_CREDIT: Final = re.compile(
    r"\(?(?i:additional )?(?i:reporting|writing|editing|compiled|edited|reported|written) (?i:by) "
    r"[A-Z].{0,200}"
)


def is_boilerplate(line: str) -> bool:
    """Say whether a whole line is no part of the article."""
    if not _SHORTEST <= len(line) <= _LONGEST:
        return False
    line = line.strip("*_ •·>")
    low = line.lower()
    if _LINE.fullmatch(low) or (" by " in low and _CREDIT.fullmatch(line)):
        return True
    return any(mark in low and pattern.fullmatch(low) for mark, pattern in _INSIDE)


def without_placeholder(line: str) -> str:
    """Return `line` without the "Loading... Loading..." that a page shows before its own script has run."""
    return _PLACEHOLDER.sub("", line)
