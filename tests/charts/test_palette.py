"""The colours, measured by WCAG 2: what is read has a contrast of 4.5, what is only seen one of 3."""

import pytest

from bot.charts import palette

LIGHT = "#FFFFFF"  # Slack's and Discord's light theme
SLACK_DARK, DISCORD_DARK = "#1A1D21", "#313338"


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("ground", [palette.CARD, palette.REGULAR, palette.EXTENDED])
@pytest.mark.parametrize("colour", [palette.TEXT, palette.QUIET, palette.PRICE, palette.CLOSE, palette.STORY])
def test_everything_is_read_on_every_ground(colour: str, ground: str) -> None:
    assert contrast(colour, ground) >= 4.5


def test_a_storys_number_is_read_on_its_disc() -> None:
    assert contrast(palette.ON_STORY, palette.STORY) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, SLACK_DARK, DISCORD_DARK])
def test_the_cards_edge_is_seen_on_every_theme(theme: str) -> None:
    assert contrast(palette.EDGE, theme) >= 3


def test_no_grey_can_be_read_on_a_light_and_a_dark_theme() -> None:
    """Why the chart brings a ground of its own, instead of being transparent."""
    for theme in (SLACK_DARK, DISCORD_DARK):
        assert not any(
            contrast(grey, LIGHT) >= 4.5 and contrast(grey, theme) >= 4.5
            for grey in (f"#{level:02X}{level:02X}{level:02X}" for level in range(256))
        )


# How the three kinds of colour blindness see a colour: Viénot, Brettel and Mollon's matrices for the two
# common ones (1999), in linear light.
BLIND = {
    "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}


@pytest.mark.parametrize("matrix", BLIND.values(), ids=BLIND)
def test_price_close_and_story_are_told_apart_by_the_colour_blind(
    matrix: tuple[tuple[float, ...], ...],
) -> None:
    def seen(colour: str) -> list[float]:
        linear = [(int(colour[at : at + 2], 16) / 255) ** 2.2 for at in (1, 3, 5)]
        return [
            max(0.0, sum(part * light for part, light in zip(row, linear, strict=True))) ** (1 / 2.2)
            for row in matrix
        ]

    told = [seen(colour) for colour in (palette.PRICE, palette.CLOSE, palette.STORY)]
    for number, one in enumerate(told):
        for other in told[number + 1 :]:
            assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 > 0.25
