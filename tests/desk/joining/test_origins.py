from dataclasses import replace

import pytest

from bot.desk.joining import origins
from bot.domain.article import Voice
from bot.domain.story import Story, Telling
from tests.store.examples import MINUTE, NOON, article, reading, story


def told(outlet: str, *cites: str, after: int, headline: str = "", voice: Voice = Voice.OUTLET) -> Telling:
    """Return a telling that an outlet published `after` minutes past noon, under a headline of its own."""
    at = NOON + after * MINUTE
    own = headline or f"{outlet} tells how Acme will build a plant"
    return Telling(f"{outlet}-{after}", outlet, None, at, cites, voice, own)


def by_the_wire(*others: Telling, cites: tuple[str, ...] = (), voice: Voice = Voice.OUTLET) -> Story:
    """Return a story that The Wire told first, one minute past noon, and `others` told too."""
    first = replace(reading(article(1, voice=voice)), cited_sources=cites)
    return replace(story(first), also=others)


def test_each_outlet_that_tells_it_of_its_own_is_an_origin() -> None:
    assert origins(by_the_wire(told("Harbour Post", after=5))) == ("The Wire", "Harbour Post")


def test_whoever_repeats_a_teller_is_none() -> None:
    told_again = told("Harbour Post", "Wire", after=5)
    assert origins(by_the_wire(told_again)) == ("The Wire",)


def test_an_outlet_that_is_only_cited_is_one() -> None:
    others = told("Harbour Post", "SCMP", after=5), told("City Ledger", "SCMP", after=6)
    assert origins(by_the_wire(*others, cites=("SCMP",))) == ("SCMP",)


def test_a_chain_of_citing_ends_at_its_first_link() -> None:
    others = told("Harbour Post", "The Wire", after=5), told("City Ledger", "Harbour Post", after=6)
    assert origins(by_the_wire(*others, cites=("SCMP",))) == ("SCMP",)


def test_two_that_cite_each_other_are_one() -> None:
    circle = by_the_wire(told("Harbour Post", "The Wire", after=5), cites=("Harbour Post",))
    assert len(origins(circle)) == 1


def test_an_outlet_that_names_itself_is_one() -> None:
    assert origins(by_the_wire(cites=("The Wire",))) == ("The Wire",)


@pytest.mark.parametrize(
    "headline", ["Acme to build a plant", "ACME TO BUILD A PLANT", "Acme to build a plant - The Wire"]
)
def test_a_copy_is_none(headline: str) -> None:
    assert origins(by_the_wire(told("Portal", after=5, headline=headline))) == ("The Wire",)


def test_what_a_company_publishes_itself_is_one_origin() -> None:
    filing = told("EDGAR", after=5, voice=Voice.FILING)
    assert origins(by_the_wire(filing, voice=Voice.RELEASE)) == ("the company",)
    assert origins(by_the_wire(filing)) == ("The Wire", "the company")


def test_who_gives_it_as_the_companys_own_statement_stands_on_the_company() -> None:
    quoting = replace(told("Harbour Post", after=5), quotes_company=True)
    assert origins(by_the_wire(quoting, voice=Voice.RELEASE)) == ("the company",)
    assert origins(by_the_wire(quoting)) == ("The Wire", "the company")
    citing = replace(quoting, cites=("SCMP",))
    assert origins(by_the_wire(citing)) == ("The Wire", "SCMP")


def test_a_portal_that_copies_a_release_is_no_second_origin() -> None:
    copy = told("Portal", after=5, headline="Acme to build a plant")
    assert origins(by_the_wire(copy, voice=Voice.RELEASE)) == ("the company",)


def test_the_order_is_that_of_the_telling_not_that_of_the_reading() -> None:
    assert origins(by_the_wire(told("Harbour Post", after=0))) == ("Harbour Post", "The Wire")


def test_an_outlet_goes_by_its_initials_too() -> None:
    others = (
        told("SCMP", after=5),
        told("City Ledger", "South China Morning Post", after=6),
        told("Harbour Post", "the SCMP", after=7),
    )
    assert origins(by_the_wire(*others)) == ("The Wire", "SCMP")
