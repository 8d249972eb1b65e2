from dataclasses import replace

from bot.desk.match import match
from bot.domain.market import Ticker
from bot.domain.reading import Mention, Role
from bot.ports import Owed
from tests.store.examples import (
    ACME,
    ACME_HK,
    ACME_INVESTS,
    DISCORD,
    MINUTE,
    NOON,
    SLACK,
    ZETA,
    article,
    reading,
    story,
    watch,
)

ZETA_SOLD = Mention("Zeta", ZETA, (), Role.TARGET, ())
DEAL = story(reading(article(), ZETA_SOLD, ACME_INVESTS))


def test_each_alerting_role_matches_and_ranks_the_alert() -> None:
    for rank, role in enumerate((Role.INVESTOR, Role.TARGET, Role.PARTNER)):
        told = story(reading(article(), replace(ACME_INVESTS, role=role)))
        assert match(told, [watch()], NOON) == (Owed(SLACK, ACME, rank),)


def test_a_mere_mention_does_not() -> None:
    told = story(reading(article(), replace(ACME_INVESTS, role=Role.MENTION), ZETA_SOLD))
    assert match(told, [watch()], NOON) == ()


def test_another_listing_of_the_company_matches() -> None:
    assert match(DEAL, [watch(ticker=ACME_HK)], NOON) == (Owed(SLACK, ACME_HK),)


def test_a_symbol_whose_exchange_is_unknown_matches() -> None:
    assert match(DEAL, [watch(ticker=Ticker("ACME"))], NOON) == (Owed(SLACK, Ticker("ACME")),)


def test_the_issuer_of_a_watched_listing_matches() -> None:
    third = Ticker("ACM.L", "XLON")
    watches = [watch(SLACK, ACME, issuer="acme"), watch(DISCORD, third, issuer="acme")]
    assert match(DEAL, watches, NOON) == (Owed(DISCORD, third), Owed(SLACK, ACME))


def test_watches_without_an_issuer_are_not_of_one_company() -> None:
    watches = [watch(SLACK, ACME, issuer=""), watch(DISCORD, Ticker("OTHER"), issuer="")]
    assert match(DEAL, watches, NOON) == (Owed(SLACK, ACME),)


def test_a_company_without_a_ticker_matches_nothing() -> None:
    told = story(reading(article(), Mention("acme", None, (), Role.INVESTOR, ())))
    assert match(told, [watch(ticker=Ticker("acme"))], NOON) == ()


def test_muted_until_it_is_over() -> None:
    muted = watch(muted_until=NOON + MINUTE)
    assert match(DEAL, [muted], NOON) == ()
    assert match(DEAL, [muted], NOON + MINUTE) == (Owed(SLACK, ACME),)


def test_one_alert_a_channel_for_its_most_telling_watch() -> None:
    watches = [watch(SLACK, ZETA, since=NOON - MINUTE), watch(SLACK, ACME), watch(DISCORD, ZETA)]
    assert match(DEAL, watches, NOON) == (Owed(SLACK, ACME), Owed(DISCORD, ZETA, 1))


def test_the_older_watch_of_two_alike() -> None:
    watches = [watch(SLACK, ACME, since=NOON), watch(SLACK, ACME_HK, since=NOON - MINUTE)]
    assert match(DEAL, watches, NOON) == (Owed(SLACK, ACME_HK),)
