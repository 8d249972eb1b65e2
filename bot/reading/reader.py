"""One article in, one reading out: what it says about money that a company commits, with the evidence."""

from bot.domain.article import Article
from bot.domain.market import Securities
from bot.domain.reading import Reading, Verdict
from bot.reading.amounts import find_amounts
from bot.reading.classify import judge
from bot.reading.clean import clean, headline_of
from bot.reading.commitment import settle
from bot.reading.companies import find_companies, without_roles
from bot.reading.language import language_of

__all__ = ["Reader"]

READ = "en"
"""The language that is read."""


class Reader:
    """Reads articles against a security master. Pure: the same article gives the same reading."""

    def __init__(self, securities: Securities) -> None:
        self._securities = securities

    def read(self, article: Article) -> Reading:
        """Read one article. Takes well under a millisecond for a headline, a few for a page.

        An article in another language is not read: it is not flagged, and its language is named.
        """
        text = clean(article.headline, article.body)
        headline = headline_of(article.headline, text)
        language = language_of(text)
        if language != READ:
            return Reading(article, text, language, Verdict(False, 0.0, None, None, ()))
        verdict = judge(text, len(headline))
        companies = find_companies(text, headline or None, article.tickers, self._securities)
        amounts = find_amounts(text)
        return Reading(
            article=article,
            text=text,
            language=language,
            verdict=verdict,
            companies=companies if verdict.kind is not None else without_roles(companies),
            amounts=amounts,
            commitment=settle(text, verdict, companies, amounts),
        )
