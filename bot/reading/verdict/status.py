"""How firm a commitment is: announced, rumoured, a milestone, or cancelled."""

import re
from collections.abc import Sequence
from typing import Final

from bot.domain.reading import Status
from bot.reading.verdict.model import softmax
from bot.reading.verdict.vocabulary import Seen, numbered

__all__ = ["CANCELLED", "PLAINLY", "is_cancelled", "may_be_cancelled", "may_undo", "settle"]

_COMMITMENT: Final = (
    r"(?:bids?|deals?|takeover|merger|acquisition|purchase|buyout|tie-up|talks|negotiations|plans?"
    r"|investments?|projects?|joint venture"
    r"|JV|factory|plant|expansion|offer|stake|programme|program|pact|proposal|headquarters|HQ|campus"
    r"|data cent(?:er|re)|tower|mine|refinery)"
)
_UNDOES: Final = (
    r"(?:drops?|dropped|scraps?|scrapped|shelv(?:es|ed)|abandon(?:s|ed)|cancel(?:s|led|ed)?|halt(?:s|ed)?"
    r"|terminat(?:es|ed)|"
    r"withdr(?:aws?|ew|awn)|calls? off|called off|ends?|ended|pull(?:s|ed)? out of|pull(?:s"
    r"|ed)? the plug on|walk(?:s|ed)? away from"
    r"|back(?:s|ed)? out of|ditch(?:es|ed)|axe[sd]?|freez(?:es|e)|froze|suspend(?:s|ed|ing)?|block(?:s"
    r"|ed)?|reject(?:s|ed)?|rebuff(?:s|ed)?"
    r"|rules? out|ruled out|quits?|halv(?:es|ed)|paus(?:es|ed)|scal(?:es|ed) back"
    r"|kills?|killed|vetoe[sd]|prohibit(?:s|ed)|lapse[sd]?)"
)
# Wording that undoes a commitment by itself; "ends hostile bid, signs ..." is a new one and is not meant.
CANCELLED: Final = re.compile(
    rf"\b{_UNDOES}\b(?:[ -](?!sign|agree|form)[\w’'$€£.&-]+){{0,7}}?[ -]{_COMMITMENT}\b"
    rf"|\b{_COMMITMENT}\b(?:\s[\w’'$€£.&-]+){{0,4}}?\s(?:collaps\w*|fall\w*\ (?:apart|through)"
    rf"|fell\ (?:apart|through)|(?:is|are|was|were|been)\ "
    r"(?:off|dead|scrapped|shelved|abandoned|cancell?ed|blocked|terminated|called\ off|rejected|halted"
    r"|suspended))\b"
    rf"|\b(?:won['’]t|will\ not|no\ longer|decided?s?\ (?:against|not\ to)|opts?\ (?:against|not\ to)"
    rf"|not\ (?:going\ )?to)\ (?:\w+\ ){{0,3}}?"
    rf"(?:bid|buy|buying|acquire|acquiring|invest|investing|build|building|pursue|pursuing|proceed|make"
    rf"|making)\b"
    rf"|\bden(?:y|ies|ied)\b(?:\s[\w’'-]+){{0,6}}?\s(?:{_COMMITMENT}|buy|buying|acquire|acquiring"
    rf"|interest)\b",
    re.IGNORECASE,
)
# These need no second opinion: nobody scraps, shelves or halves a plan in a manner of speaking.
PLAINLY: Final = re.compile(
    r"\b(?:scrap(?:s|ped)|shelv(?:es|ed)|abandon(?:s|ed)|halv(?:es|ed)(?!\ stake)|call(?:s|ed)?\ off"
    r"|walk(?:s|ed)?\ away\ from|pull(?:s|ed)?\ (?:out\ of|the\ plug\ on)|back(?:s|ed)?\ out\ of"
    r"|ditch(?:es|ed)|axe[sd]|terminat(?:es|ed)|paus(?:es|ed)|scal(?:es|ed)\ back"
    r"|(?:drop(?:s|ped)|end(?:s|ed)|cancel(?:s|led|ed)|withdr(?:aws|ew))"
    r"(?=\ (?:its|their|the|plans?|[A-Z]{0,3}[$€£¥₹])))"
    rf"(?:[ -](?!sign|agree|form)[\w’'$€£.&-]+){{0,5}}?[ -]{_COMMITMENT}\b"
    rf"|\b{_COMMITMENT}\ (?:(?:is|was|were|are|gets|has\ been|have\ been)\ )?"
    r"(?:dropped|scrapped|shelved|axed|cancell?ed|abandoned|ditched|called\ off)\b",
    re.IGNORECASE,
)
_GOES_ON: Final = re.compile(
    r"\b(?:clear|approv|wins?\ |agree[sd]?\ |sign|revive|resume|despite|raises|sweeten|higher\ (?:bid|offer)"
    r"|new\ (?:bid|offer)|could|may|might)",
    re.IGNORECASE,
)
_STILL_ON: Final = re.compile(
    r"\b(?:clear|approv|wins?\ |agree|sign|revive|resume|after\ reject|despite|raises|sweeten|improve"
    r"|higher\ (?:bid|offer)"
    r"|new\ (?:bid|offer)|could|may|might|fear|threat|seek\w*\ to\ block|urge)",
    re.IGNORECASE,
)
# One of these stands wherever one of the two patterns that undo finds something.
_UNDOING: Final = """
    drop scrap shelv abandon cancel halt terminat withdr call end pull walk back ditch axe freez froze suspend
    block reject rebuff rule quit halv paus scal kill veto prohibit lapse collaps fall fell off dead won' won’
    not longer against deny denie
"""
_ANCHORS: Final = tuple(_UNDOING.split())


def may_undo(text: str) -> bool:
    """Say whether `text` has a word without which `CANCELLED` and `PLAINLY` find nothing."""
    lower = text.lower()
    return any(anchor in lower for anchor in _ANCHORS)


def may_be_cancelled(text: str) -> bool:
    """Say whether the words of `text` undo a commitment."""
    return may_undo(text) and CANCELLED.search(text) is not None and _STILL_ON.search(text) is None


def is_cancelled(text: str) -> bool:
    """Say whether the words of `text` undo a commitment beyond doubt."""
    return may_undo(text) and PLAINLY.search(text) is not None and _GOES_ON.search(text) is None


def settle(texts: Sequence[str], seen: Sequence[Seen]) -> Status:
    """Return the status that the headline and the telling sentences give: `texts`, `seen` by the model.

    Cancelled is said by the words themselves or, where the words are unusual, by the model.
    """
    model = numbered("status")
    totals = dict.fromkeys(model.classes, 0.0)
    for part in seen:
        for name, share in zip(model.classes, softmax(model.scores(part)), strict=True):
            totals[name] += share / len(seen)
    if texts and is_cancelled(texts[0]):
        return Status.CANCELLED
    undone = any(map(may_be_cancelled, texts))
    cancelled = totals.pop("cancelled")
    none = totals.pop("none")
    firmest = max(totals, key=lambda name: totals[name])
    if (undone and cancelled * 10 > max(none, totals[firmest])) or cancelled > max(
        0.5, none, totals[firmest]
    ):
        return Status.CANCELLED
    return Status(firmest)
