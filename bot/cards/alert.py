"""The alert: a story as people first see it, in one order, and nothing that is not known."""

from collections.abc import Sequence
from typing import Final

from bot.cards.card import Button, Card, Fact, Quoted, Tone
from bot.cards.conversion import dollar_facts
from bot.cards.follow_ups import follow_up_facts
from bot.cards.names import named, short_name
from bot.cards.prices import price_facts
from bot.cards.size import size_facts
from bot.cards.standing import source_notes, standing_facts, takers_back
from bot.cards.text import commitment_per_year, listed, truncated
from bot.cards.title import KINDS, LIMIT, STATUSES, shows_purpose, sum_and_horizon, title
from bot.domain.article import Span
from bot.domain.market import Ticker
from bot.domain.reading import Commitment, Kind, Mention, Quotation, Reading, Role, Status
from bot.domain.story import Story

_QUOTATION_LIMIT: Final = 280
_CAUTION_LIMIT: Final = 300

_TONES: Final = {Status.RUMOURED: Tone.RUMOUR, Status.CANCELLED: Tone.CANCELLED}


def alert_card(story: Story, watched: Ticker | None = None) -> Card:
    """Return the alert of a story. `watched` is the watch that it answers: what the Mute button mutes."""
    if story.retracted is not None:
        return _retracted(story)
    reading = story.reading
    status = reading.verdict.status
    return Card(
        title=title(reading),
        tone=_TONES.get(status, Tone.ALERT) if status else Tone.ALERT,
        facts=(
            *_what(story),
            *standing_facts(story),
            *_who(reading),
            *price_facts(story),
            *follow_up_facts(story),
        ),
        quotations=_quotations(reading),
        notes=(*_doubts(reading), *source_notes(story)),
        buttons=_buttons(story, watched),
        url=reading.article.url,
        story=story.id or None,
    )


def _retracted(story: Story) -> Card:
    """Return what is left of an alert whose source took it back: what it said, struck out."""
    reading = story.reading
    took = takers_back(story)
    facts = [Fact("Status", f"Retracted by {took}", was=status_and_kind(reading) or None)]
    if reading.commitment and (amount := sum_and_horizon(reading.commitment)):
        facts.append(Fact("Amount", "nobody stands by it now", was=amount))
    return Card(
        title=truncated(f"Retracted: {title(reading)}", LIMIT),
        tone=Tone.RETRACTED,
        text=(f"{took} took back what told this story, and nobody else tells it on its own account.",),
        facts=tuple(facts),
        notes=source_notes(story),
        buttons=_evidence(story),
        url=reading.article.url,
        story=story.id or None,
    )


def status_and_kind(reading: Reading) -> str:
    """Return "Announced programme"-like words: "Announced · programme". Empty where neither is known."""
    verdict = reading.verdict
    words = [
        *([STATUSES[verdict.status]] if verdict.status else []),
        *([KINDS[verdict.kind]] if verdict.kind else []),
    ]
    return " · ".join(words).capitalize()


def speakers(quotations: Sequence[Quotation]) -> str:
    """Return who said the same words: "Ann Lee, chair of the board" or "Ann Lee (lawmaker) and Bo Ek"."""
    if len(quotations) == 1:
        only = quotations[0]
        return f"{only.speaker}, {only.affiliation}" if only.affiliation else only.speaker
    return listed([f"{q.speaker} ({q.affiliation})" if q.affiliation else q.speaker for q in quotations])


def same_words(reading: Reading) -> list[list[Quotation]]:
    """Return the quotations, those of several speakers on the same words together."""
    by_span: dict[Span, list[Quotation]] = {}
    for quotation in reading.quotations:
        by_span.setdefault(quotation.span, []).append(quotation)
    return list(by_span.values())


def _what(story: Story) -> list[Fact]:
    """Return what is committed; what the card showed before and was changed is struck out."""
    reading, was = story.reading, story.was or Commitment()
    facts = []
    if words := status_and_kind(reading):
        facts.append(Fact("Status", words))
    commitment = reading.commitment or Commitment()
    before = sum_and_horizon(was)
    if amount := sum_and_horizon(commitment):
        facts.append(Fact("Amount", amount, was=_other(before, amount)))
    elif before:
        facts.append(Fact("Amount", "no longer told", was=before))
    facts.extend(dollar_facts(story))
    if per_year := commitment_per_year(commitment):
        facts.append(Fact("Per year", per_year, was=_other(commitment_per_year(was), per_year)))
    facts.extend(size_facts(story))
    if commitment.purpose and not shows_purpose(reading):
        facts.append(Fact("For", truncated(commitment.purpose, _CAUTION_LIMIT)))
    return facts


def _other(was: str, now: str) -> str | None:
    """Return the earlier words where a reader would see a difference."""
    return was if was and was != now else None


def _who(reading: Reading) -> list[Fact]:
    """Return the acting unit and the partners, where the title does not name them."""
    facts = []
    actor = reading.commitment.actor if reading.commitment else None
    investors = [c for c in reading.companies if c.role is Role.INVESTOR]
    if actor and investors and not any(_is_own_name(actor, company) for company in investors):
        facts.append(Fact("Through", truncated(actor, 100)))
    partners = [named(c) for c in reading.companies if c.role is Role.PARTNER]
    if partners and reading.verdict.kind is not Kind.JOINT_VENTURE:
        facts.append(Fact("With", listed(partners[:4])))
    return facts


# What a company's name has in one place and not in another.
_GENERAL: Final = frozenset(
    (
        "the",
        "of",
        "and",
        "&",
        "company",
        "corporation",
        "group",
        "holding",
        "holdings",
        "international",
        "motor",
    )
)


def _is_own_name(actor: str, company: Mention) -> bool:
    """Say whether an actor is the company itself, by a shorter or longer form of its name or its ticker."""
    own = {*_short(company.name).split(), *company.name.casefold().replace(",", " ").split()}
    return actor == str(company.ticker) or own.issuperset(set(_short(actor).split()) - _GENERAL)


def _short(name: str) -> str:
    return short_name(name).casefold()


def _quotations(reading: Reading) -> tuple[Quoted, ...]:
    """Return the quotation that says most: in marks before reported, with an affiliation before without."""
    if not reading.quotations:
        return ()
    best = max(same_words(reading), key=lambda said: (said[0].direct, any(q.affiliation for q in said)))
    words = truncated(best[0].span.of(reading.text).rstrip(" ,"), _QUOTATION_LIMIT)
    return (Quoted(words, speakers(best), direct=best[0].direct),)


def _doubts(reading: Reading) -> tuple[str, ...]:
    if not reading.cautions:
        return ()
    return (f"Doubt: {truncated(reading.cautions[0].of(reading.text), _CAUTION_LIMIT)}",)


def _evidence(story: Story) -> tuple[Button, ...]:
    url = story.reading.article.url
    # A story without a number was read from a file: there is nothing to ask about.
    return (
        *((Button("Source", url=url),) if url else ()),
        *((Button("Details", words=f"why {story.id}"),) if story.id else ()),
    )


def _buttons(story: Story, watched: Ticker | None) -> tuple[Button, ...]:
    buttons = [*_evidence(story)]
    if not story.id:
        return tuple(buttons)
    ticker = watched or next(iter(story.tickers()), None)
    if ticker is not None:
        buttons.append(Button("Mute", words=f"mute {ticker} 1d"))
    buttons.append(Button("Not relevant", words=f"irrelevant {story.id}"))
    return tuple(buttons)
