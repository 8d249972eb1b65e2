import pytest

from bot.desk.joining.places import Place, are_elsewhere, places_in

OHIO, TEXAS = Place("US", "OH"), Place("US", "TX")
US, GERMANY = Place("US", None), Place("DE", None)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a plant in Ohio, and one in Germany", {OHIO, GERMANY}),
        ("a plant near Columbus in the United States", {OHIO}),
        ("Acme opens in Ho Chi Minh City.", {Place("VN", "SG")}),
        ("AUSTIN, March 4 (Wire) - Acme will build in Ohio", {OHIO}),
        ("NEW YORK, March 4, 2025 /Feed/ -- Acme will build in Ohio", {OHIO}),
        ("Germany's Acme will build in Ohio", {OHIO}),
        ("Germany's Ruhr gets a plant", {GERMANY}),
        ("Acme to expand German factories", {GERMANY}),
        ("German chemicals maker Acme will build in Ohio", {OHIO}),
        ("Acme puts US$2 billion into the U.S.", {US}),
        ("they told us nothing", set()),
    ],
)
def test_places(text: str, places: set[Place]) -> None:
    assert places_in(text, own={"acme"}) == places


def test_two_parts_of_one_country_are_elsewhere() -> None:
    assert are_elsewhere({OHIO}, {TEXAS})
    assert are_elsewhere({OHIO}, {GERMANY})


def test_a_country_may_be_any_of_its_parts() -> None:
    assert not are_elsewhere({OHIO}, {US})
    assert not are_elsewhere({OHIO, GERMANY}, {TEXAS, GERMANY})


def test_what_names_no_place_is_nowhere_else() -> None:
    assert not are_elsewhere(set(), {TEXAS})
