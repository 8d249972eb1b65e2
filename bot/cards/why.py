"""The evidence: for each figure on an alert the sentence that it was read in."""

from typing import Final

from bot.cards.alert import same_words, speakers, status_and_kind
from bot.cards.card import Button, Card, Fact, Item
from bot.cards.conversion import dollar_items
from bot.cards.names import named, short_name
from bot.cards.prices import arithmetic, price_label, price_line
from bot.cards.sentences import sentence_around
from bot.cards.size import size_evidence
from bot.cards.standing import silence, source_notes, standing_facts, takers_back
from bot.cards.text import (
    commitment_per_year,
    listed,
    money,
    price,
    rounded_price,
    truncated,
    years,
)
from bot.cards.title import sum_and_horizon, title
from bot.domain.article import Span
from bot.domain.market import Ticker
from bot.domain.reading import Commitment, Mention, Reading, Role
from bot.domain.story import Story

_SENTENCE_LIMIT: Final = 400
_WORDS_LIMIT: Final = 120
_QUOTATIONS: Final = 4
_MARKS: Final = ("“", '"', "‘", "'")

_ROLES: Final = {
    Role.INVESTOR: "commits the money",
    Role.TARGET: "is what the money goes into",
    Role.PARTNER: "takes part",
    Role.MENTION: "is named",
}


def why_card(story: Story, watch: Ticker | None = None) -> Card:
    """Return the sentences behind each figure, the words that carried the verdict, the watch that matched.

    `watch` is the watch that brought the story to the channel, None where it was not posted.
    """
    reading = story.reading
    items = [
        *_amount(reading),
        *dollar_items(story),
        *size_evidence(story),
        *_prices(reading),
        *arithmetic(story),
        *_said(reading),
        *_doubts(reading),
    ]
    return Card(
        title=f"Why: {title(reading)}",
        text=(
            *(
                (f"Retracted: {takers_back(story)} took back what told this story.",)
                if story.retracted
                else ()
            ),
            *(() if items else ("The article gives no figure and no quotation for this story.",)),
        ),
        facts=(*_verdict(reading), *standing_facts(story), *_companies(story, watch)),
        items=tuple(items),
        notes=(*source_notes(story), *_exposure(reading)),
        buttons=(Button("Source", url=reading.article.url),) if reading.article.url else (),
        url=reading.article.url,
        story=story.id or None,
    )


def _sentence(reading: Reading, span: Span) -> str:
    sentence = truncated(sentence_around(reading.text, span).of(reading.text), _SENTENCE_LIMIT)
    return sentence if sentence.startswith(_MARKS) else f"“{sentence}”"


def _amount(reading: Reading) -> list[Item]:
    commitment = reading.commitment
    if commitment is None or commitment.span is None:
        return []
    items = [Item(_sentence(reading, commitment.span), note=f"Amount: {sum_and_horizon(commitment)}")]
    if derived := _yearly(commitment):
        items.append(Item(derived, note="Per year: worked out, not stated"))
    return items


def _yearly(commitment: Commitment) -> str:
    """Return the arithmetic: "HK$5.0B ÷ 5 years = HK$1.0B ($127.9M) a year"."""
    whole = commitment.low if commitment.low is not None else commitment.high
    per_year = commitment_per_year(commitment)
    if not per_year or whole is None or commitment.horizon_years is None or commitment.currency is None:
        return ""
    return f"{money(whole, commitment.currency)} ÷ {years(commitment.horizon_years)} = {per_year} a year"


def _prices(reading: Reading) -> list[Item]:
    items = []
    for stated in reading.prices:
        line = stated.line
        note = f"{price_label(line)}: {price_line(line)}"
        if line.last is not None and line.change is not None and line.change > -1:
            before = rounded_price(line.last.value / (1 + line.change), line.last.currency)
            note += f" (so {price(before, line.last.currency)} before)"
        items.append(Item(_sentence(reading, stated.span), note=note))
    return items


def _said(reading: Reading) -> list[Item]:
    return [
        Item(_sentence(reading, said[0].span), note=f"Said by {speakers(said)}")
        for said in same_words(reading)[:_QUOTATIONS]
    ]


def _doubts(reading: Reading) -> list[Item]:
    return [Item(_sentence(reading, span), note="Doubt") for span in reading.cautions]


def _verdict(reading: Reading) -> list[Fact]:
    verdict = reading.verdict
    facts = []
    if words := status_and_kind(reading):
        # Beside one in sixty even less than a half is much, and the bar lies below it.
        beside = "" if verdict.score >= 0.5 else "; of all articles one in sixty is a commitment"
        facts.append(Fact("Read as", f"{words}, with a probability of {verdict.score:.0%}{beside}"))
    carried = [truncated(span.of(reading.text), _WORDS_LIMIT) for span in verdict.because]
    if carried:
        facts.append(Fact("Because of", "; ".join(f"“{words}”" for words in dict.fromkeys(carried))))
    return facts


def _companies(story: Story, watch: Ticker | None) -> list[Fact]:
    facts = [
        Fact(named(company), f"{_ROLES[company.role]}{_other_listings(company)}")
        for company in story.companies()
    ]
    if why := silence(story):
        facts.append(Fact("Alerts", f"nobody: {why}"))
    if watch is not None:
        facts.append(Fact("Watch", f"this channel watches {watch}{_through(story, watch)}"))
    return facts


def _other_listings(company: Mention) -> str:
    return f"; also listed as {listed([str(t) for t in company.listings])}" if company.listings else ""


def _through(story: Story, watch: Ticker) -> str:
    """Say how a watch on one listing matched a company that the article names by another."""
    for company in story.companies():
        if company.ticker != watch and watch in company.listings:
            return f", another listing of {short_name(company.name)}"
    return ""


def _exposure(reading: Reading) -> tuple[str, ...]:
    if not reading.exposure:
        return ()
    funds = listed([f"{fund.name} ({fund.ticker})" for fund in reading.exposure])
    return (f"Funds that the article names as a way to hold the company, never alerted on: {funds}",)
