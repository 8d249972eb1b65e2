import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.joining.wording import Rarity, cosine, rarity, stems

WORDS = st.frozensets(st.sampled_from(["smelter", "cathode", "harbour", "wafer", "plant", "nickel"]))


def test_words_of_every_story_tell_none() -> None:
    assert stems("Acme to invest $2 billion, the company said on Monday") == {"acme"}


def test_endings_are_no_matter() -> None:
    assert stems("factories") == stems("factory's")
    assert stems("expanding smelters") == stems("expands smelter")


def test_a_people_goes_by_its_country() -> None:
    assert stems("German") == stems("Germany")


def test_a_rare_word_weighs_more() -> None:
    rare = Rarity({"market": 500, "smelter": 2}, 1000)
    assert 0 < rare("market") < rare("smelter") < rare("never seen")
    both = {"market", "smelter"}
    assert cosine(both, {"smelter"}, rare) > cosine(both, {"market"}, rare)


def test_the_shipped_counts_know_the_language() -> None:
    assert rarity()("market") < rarity()("smelter")


@given(WORDS, WORDS)
def test_the_cosine_is_a_share_and_mutual(one: frozenset[str], other: frozenset[str]) -> None:
    alike = cosine(one, other, rarity())
    assert 0 <= alike <= 1.000001
    assert alike == pytest.approx(cosine(other, one, rarity()))
    assert not one or cosine(one, one, rarity()) == pytest.approx(1)
