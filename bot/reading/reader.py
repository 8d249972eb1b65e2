"""One article in, one reading out: what it says about money that a company commits, with the evidence."""

from datetime import UTC, datetime
from typing import Final

from bot.domain.article import Article
from bot.domain.market import Securities
from bot.domain.reading import Reading, Verdict
from bot.reading.commitment.commitment import settle
from bot.reading.companies.companies import find_companies, without_roles
from bot.reading.companies.exposure import find_exposure
from bot.reading.money.amounts import find_amounts
from bot.reading.shares.stated_prices import find_stated_prices
from bot.reading.speech.cautions import find_cautions
from bot.reading.speech.citations import cited_sources
from bot.reading.speech.quotations import find_quotations
from bot.reading.verdict.classify import judge
from bot.reading.verdict.evidence import outlays
from bot.reading.wording.clean import clean, headline_of
from bot.reading.wording.language import language_of

__all__ = ["Reader"]

READ: Final = "en"
"""The language that is read."""

MOST_TAGS: Final = 100
"""The most tickers of a publisher's that are looked up; who tags more tags nothing."""

REHEARSED: Final = Article(
    id="rehearsal",
    source="rehearsal",
    headline="Harbour Shipyards to invest $2 billion in a dry dock",
    body="Harbour Shipyards Inc (NYSE: HSYD) will spend $2 billion on a dry dock by 2028, it said. "
    '"We build for those who wait," said its chief executive, Ann Quayle. Its shares rose 3% to $41.',
    first_seen=datetime(2026, 1, 5, 12, tzinfo=UTC),
)
"""An article of no source, which every part of the reader has something to do with."""


class Reader:
    """Reads articles against a security master. Pure: the same article gives the same reading."""

    def __init__(self, securities: Securities) -> None:
        self._securities = securities

    def rehearse(self) -> None:
        """Load the weights, words and patterns that the first reading would wait for: some 0.2 s."""
        self.read(REHEARSED)

    def read(self, article: Article) -> Reading:
        """Read one article. Takes well under a millisecond for a headline, a few for a page.

        An article in another language is not read: it is not flagged, and its language is named.
        """
        text = clean(article.headline, article.body)
        headline = headline_of(article.headline, text)
        language = language_of(text)
        if language != READ:
            return Reading(article, text, language, Verdict(False, 0.0, None, None, ()))
        companies = find_companies(text, headline or None, article.tickers[:MOST_TAGS], self._securities)
        amounts = find_amounts(text)
        verdict = judge(text, len(headline), outlays(text, companies, amounts))
        if verdict.kind is None:
            companies = without_roles(companies)
        return Reading(
            article=article,
            text=text,
            language=language,
            verdict=verdict,
            companies=companies,
            amounts=amounts,
            commitment=settle(text, verdict, companies, amounts),
            quotations=find_quotations(text, len(headline)),
            prices=find_stated_prices(text, companies, self._securities),
            exposure=find_exposure(text, self._securities),
            cited_sources=cited_sources(text, len(headline)),
            cautions=find_cautions(text, len(headline)) if verdict.kind is not None else (),
        )
