"""The one line that reads alone: company, verb by status, amount, purpose."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.cards.names import named, short_name
from bot.cards.text import commitment_amount, listed, truncated, width, years
from bot.domain.reading import Commitment, Kind, Mention, Reading, Role, Status

LIMIT: Final = 150  # columns: Slack's header, and about what a push preview shows
_LEAST_OBJECT: Final = 24
_NAME_LIMIT: Final = 60

KINDS: Final = {
    Kind.CAPEX: "capital spending",
    Kind.PROGRAMME: "programme",
    Kind.ACQUISITION: "acquisition",
    Kind.STAKE: "stake",
    Kind.FUNDING: "funding",
    Kind.JOINT_VENTURE: "joint venture",
}
STATUSES: Final = {
    Status.ANNOUNCED: "announced",
    Status.RUMOURED: "rumoured",
    Status.PROGRESS: "in progress",
    Status.CANCELLED: "cancelled",
}


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The verb with a sum and without one, and the word that joins what the money is for to each."""

    with_sum: str
    without: str
    join: str
    join_without: str


_ANNOUNCED: Final[Mapping[Kind | None, _Phrase]] = {
    Kind.CAPEX: _Phrase("will invest {sum}", "will invest", "in", "in"),
    Kind.PROGRAMME: _Phrase("pledges {sum}", "pledges money", "to", "to"),
    Kind.ACQUISITION: _Phrase("to pay {sum}", "to buy", "for", ""),
    Kind.STAKE: _Phrase("takes a stake of {sum}", "takes a stake", "in", "in"),
    Kind.FUNDING: _Phrase("leads funding of {sum}", "leads funding", "for", "of"),
    Kind.JOINT_VENTURE: _Phrase("puts {sum} into a joint venture", "forms a joint venture", "with", "with"),
    None: _Phrase("commits {sum}", "commits money", "to", "to"),
}
_RUMOURED: Final[Mapping[Kind | None, _Phrase]] = {
    Kind.CAPEX: _Phrase("reportedly plans to invest {sum}", "reportedly plans to invest", "in", "in"),
    Kind.PROGRAMME: _Phrase(
        "reportedly plans to pledge {sum}", "reportedly plans to pledge money", "to", "to"
    ),
    Kind.ACQUISITION: _Phrase("in talks to pay {sum}", "in talks to buy", "for", ""),
    Kind.STAKE: _Phrase("in talks to take a stake of {sum}", "in talks to take a stake", "in", "in"),
    Kind.FUNDING: _Phrase("in talks to lead funding of {sum}", "in talks to lead funding", "for", "of"),
    Kind.JOINT_VENTURE: _Phrase(
        "in talks to put {sum} into a joint venture", "in talks on a joint venture", "with", "with"
    ),
    None: _Phrase("reportedly plans to commit {sum}", "reportedly plans to commit money", "to", "to"),
}
# For a milestone or an end of something known; the verb in front depends on the article's words.
_KNOWN: Final[Mapping[Kind | None, _Phrase]] = {
    Kind.CAPEX: _Phrase("its investment of {sum}", "its investment", "in", "in"),
    Kind.PROGRAMME: _Phrase("its programme of {sum}", "its programme", "for", "for"),
    Kind.ACQUISITION: _Phrase("its deal of {sum}", "its purchase", "for", "of"),
    Kind.STAKE: _Phrase("its purchase of a stake of {sum}", "its purchase of a stake", "in", "in"),
    Kind.FUNDING: _Phrase("its funding of {sum}", "its funding", "for", "of"),
    Kind.JOINT_VENTURE: _Phrase("its joint venture of {sum}", "its joint venture", "with", "with"),
    None: _Phrase("its commitment of {sum}", "its commitment", "to", "to"),
}
_MILESTONES: Final = (
    (re.compile(r"\b(?:complet|clos(?:e[sd]?|ing)\b|finali[sz]|conclud)", re.IGNORECASE), "completes"),
)
_ENDS: Final = (
    (re.compile(r"\b(?:block(?:s|ed|ing)?\b|prohibit|veto|reject)", re.IGNORECASE), "is blocked in"),
    (
        re.compile(
            r"\b(?:halv|cuts?\b|cutting\b|reduc|scal(?:e[sd]?|ing) (?:back|down)|trim|slash)", re.IGNORECASE
        ),
        "cuts back",
    ),
    (re.compile(r"\b(?:delay|postpon|paus|suspend|on hold\b|put off\b)", re.IGNORECASE), "puts on hold"),
)
_DEALS: Final = frozenset({Kind.ACQUISITION, Kind.STAKE, Kind.FUNDING})
_JOINED: Final = re.compile(
    r"(?:to|in|into|for|on|towards?|across|at|with|through|via|behind)\s", re.IGNORECASE
)
_BARE_VERB: Final = re.compile(
    r"(?:accelerate|acquire|add|boost|bring|build|buy|construct|convert|create|develop|double|enable|establish|"
    r"expand|extend|finance|form|found|fund|grow|help|improve|increase|install|launch|make|manufacture|modernise|"
    r"modernize|open|produce|promote|provide|rebuild|renovate|replace|restart|restore|"
    r"revitalise|revitalize|secure|set up|strengthen|support|train|transform|turn|upgrade)\s",
    re.IGNORECASE,
)


def title(reading: Reading) -> str:
    """Return the story in one line of at most 150 columns."""
    kind, status = _worded(reading), reading.verdict.status or Status.ANNOUNCED
    actors = _of(reading, Role.INVESTOR)
    subject = _subject(reading, actors)
    if subject is None:
        return _without_actor(reading)
    lead, phrase = _phrase(reading, kind, status)
    commitment = reading.commitment or Commitment()
    amount = sum_and_horizon(commitment)
    verb = f"{lead}{(phrase.with_sum if amount else phrase.without).format(sum=amount)}"
    thing = _object(reading, phrase.join if amount else phrase.join_without)
    if not amount and not thing:  # "will invest", and nothing else: the headline says more
        return truncated(f"{subject.rstrip(',')}: {_headline(reading)}", LIMIT)
    head = f"{subject} {verb}"
    room = max(LIMIT - width(head) - 1, _LEAST_OBJECT)
    return f"{head} {truncated(thing, room)}" if thing else head


def sum_and_horizon(commitment: Commitment) -> str:
    """Return "at least HK$5.0B ($639.3M, as stated) over 5 years", or nothing where no sum is known."""
    amount = commitment_amount(commitment)
    if amount and commitment.horizon_years is not None:
        return f"{amount} over {years(commitment.horizon_years)}"
    return amount


def shows_purpose(reading: Reading) -> bool:
    """Tell whether the title already says the whole purpose."""
    purpose = reading.commitment.purpose if reading.commitment else None
    return purpose is None or purpose in title(reading)


def _of(reading: Reading, role: Role) -> list[Mention]:
    return [company for company in reading.companies if company.role is role]


def _subject(reading: Reading, actors: Sequence[Mention]) -> str | None:
    if not actors:
        actor = reading.commitment.actor if reading.commitment else None
        return truncated(short_name(actor), _NAME_LIMIT) if actor else None
    others = [named(actor) for actor in actors[1:] if not _is_object(actor, reading)][:2]
    if not others or reading.verdict.kind is Kind.JOINT_VENTURE:
        return named(actors[0])
    return f"{named(actors[0])}, with {listed(others)},"


def _is_object(company: Mention, reading: Reading) -> bool:
    """Tell whether a company is also what the money goes into: nobody buys itself."""
    purpose = (reading.commitment.purpose if reading.commitment else None) or ""
    objects = [short_name(target.name) for target in _of(reading, Role.TARGET)]
    return short_name(company.name) in objects or (
        reading.verdict.kind in _DEALS and short_name(company.name) in purpose
    )


def _phrase(reading: Reading, kind: Kind | None, status: Status) -> tuple[str, _Phrase]:
    if status is Status.RUMOURED:
        return "", _RUMOURED[kind]
    if status is Status.ANNOUNCED:
        return "", _ANNOUNCED[kind]
    because = " ".join(span.of(reading.text) for span in reading.verdict.because)
    known, default = (_MILESTONES, "moves ahead with") if status is Status.PROGRESS else (_ENDS, "shelves")
    lead = next((verb for pattern, verb in known if pattern.search(because)), default)
    return f"{lead} ", _KNOWN[kind]


def _worded(reading: Reading) -> Kind | None:
    """Return the kind whose verb is said: a "stake" in nobody named is an investment."""
    kind = reading.verdict.kind
    return Kind.CAPEX if kind is Kind.STAKE and not _of(reading, Role.TARGET) else kind


def _object(reading: Reading, join: str) -> str:
    """Return what the money is for with the word that joins it: "to Hong Kong film", "for Kestrel (KST)"."""
    kind = reading.verdict.kind
    purpose = reading.commitment.purpose if reading.commitment else None
    targets = [named(company) for company in _of(reading, Role.TARGET)[:2]]
    if kind is Kind.JOINT_VENTURE:
        others = [named(c) for c in (*_of(reading, Role.INVESTOR)[1:], *_of(reading, Role.PARTNER))[:3]]
        others = others or targets
        parts = [f"{join} {listed(others)}"] if others else []
        return " ".join([*parts, *([_joined("for", purpose)] if purpose else [])])
    if targets and (kind in _DEALS or not purpose):
        return f"{join} {listed(targets)}".strip()
    if purpose:
        return _joined(join, purpose)
    return ""


def _joined(join: str, purpose: str) -> str:
    if _JOINED.match(purpose):
        return purpose
    return f"to {purpose}" if _BARE_VERB.match(purpose) else f"{join} {purpose}".strip()


def _without_actor(reading: Reading) -> str:
    """Return a line for a story whose investor nobody names."""
    verdict = reading.verdict
    companies = [named(c) for c in reading.companies if c.role is not Role.MENTION][:2]
    words = " ".join(
        [
            *([STATUSES[verdict.status]] if verdict.status else []),
            *([KINDS[verdict.kind]] if verdict.kind else []),
        ]
    )
    amount = sum_and_horizon(reading.commitment) if reading.commitment else ""
    if companies and words:
        return truncated(f"{listed(companies)}: {', '.join(filter(None, (words, amount)))}", LIMIT)
    return truncated(_headline(reading), LIMIT) or "A story without words"


def _headline(reading: Reading) -> str:
    return reading.article.headline or reading.text.partition("\n")[0]
