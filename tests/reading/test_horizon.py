"""Over how long a sum is to be spent."""

from decimal import Decimal

import pytest

from bot.reading.money.amounts import find_amounts


def _years(text: str) -> list[str | None]:
    return [
        None if amount.horizon_years is None else str(amount.horizon_years) for amount in find_amounts(text)
    ]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Kilnworks will invest $5 billion over the next five years.", "5"),
        ("Over the coming four years Kilnworks will invest $5 billion.", "4"),
        ("It will invest $5 billion between 2025 and 2030.", "5"),
        ("It will invest $5 billion from fiscal 2024 to 2028.", "4"),
        ("It earmarked €16 billion in its 2021-2027 budget for kilns.", "6"),
        ("It pledged $5 billion for the 20-plus years of the lease.", "20"),
        ("It announced a five-year plan to invest $5 billion.", "5"),
        ("It will spend $5 billion on plants over 18 months.", "1.5"),
        ("It will spend $5 billion over the next decade.", "10"),
        ("It will spend 5 billion yen ($33 million) over three years on kilns.", "3"),
        ("It will spend $5 billion by 2028.", None),
        ("It has spent $5 billion over the last six months.", None),
        ("It will spend $5 billion on its 12-year-old plant.", None),
        ("It invested $5 billion, the largest sum in ten years.", None),
        ("Shares rose to $5, with a one-year target of $9.", None),
    ],
)
def test_lengths(text: str, years: str | None) -> None:
    assert _years(text)[0] == years


def test_a_length_belongs_to_one_sum() -> None:
    text = "It will invest $8 billion over four years, including $2 billion for kilns. It owes $1 billion."
    assert _years(text) == ["4", None, None]


def test_a_length_does_not_cross_a_sentence() -> None:
    assert _years("It will invest $8 billion. Over five years it lost a plant.") == [None]


def test_months_are_parts_of_years() -> None:
    amount = find_amounts("It will invest $8 billion over the next six months.")[0]
    assert amount.horizon_years == Decimal("0.5")


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Star won the rights for the next five years with a $2.5 billion bid.", [None]),
        (
            "Peking stopped the $44 billion takeover last year by keeping silent for more than 20 months.",
            [None],
        ),
        (
            "Kilnworks will invest $5 billion over five years, including $2 billion in Ohio.",
            ["5", None],
        ),
        ("Kilnworks plans to spend $4 billion a year for the next three years.", ["3"]),
        ("Kilnworks unveiled a $10 billion, ten-year programme.", ["10"]),
        ("Kilnworks unveiled a 10-year, $10 billion plan.", ["10"]),
        ("Kilnworks will invest $3 billion between now and 2030.", [None]),
        ("Kilnworks will invest $3 billion through 2030.", [None]),
        ("Kilnworks will invest $3 billion from 2025 through 2030.", ["5"]),
        ("Kilnworks will invest $3 billion in 2025-2030.", ["5"]),
        ("Kilnworks will invest $3 billion in fiscal years 2025-27.", ["2"]),
        ("Kilnworks will invest $3 billion within three years.", ["3"]),
        ("Kilnworks will invest $3 billion in the next 18 months.", ["1.5"]),
        ("Kilnworks will invest $3 billion over a decade.", ["10"]),
        ("Kilnworks will invest $3 billion over two decades.", ["20"]),
        ("Kilnworks announced a decade-long $5 billion plan.", ["10"]),
        ("Kilnworks will invest $3 billion by the end of the decade.", [None]),
        ("Kilnworks will invest $3 billion this decade.", [None]),
        ("Kilnworks will invest $3 billion over several years.", [None]),
        ("Kilnworks will invest $3 billion over three to five years.", ["5"]),
        ("Kilnworks will invest $3 billion over a 12-month period.", ["1"]),
        ("Its $3 billion plant, to be built over four years, is in Ohio.", ["4"]),
        ("The $5 billion will be spent over three to four years.", ["4"]),
        ("Kilnworks has spent $5 billion over the past decade.", [None]),
        ("Kilnworks will invest $5 billion over the five years to 2030.", ["5"]),
        ("Kilnworks will invest $5 billion in the five years through March 2030.", ["5"]),
        (
            "It lifts spending to 3 trillion yen from 2 trillion yen for the three years to 2031.",
            ["3", "3"],
        ),
        ("Over the next four years the firm will put $8 billion into chips.", ["4"]),
        ("The firm, which opened its doors 12 years ago, will invest $3 billion.", [None]),
        ("Kilnworks will hire 500 people over two years as part of a $300 million expansion.", ["2"]),
        ("The $300 million expansion will take 18 months.", ["1.5"]),
        ("The plant, which will take three years to build, will cost $3 billion.", ["3"]),
        ("The lease runs for 20 years; Kilnworks will invest $40 million.", [None]),
        ("Sales will reach $3 billion in five years.", [None]),
        ("Kilnworks signed a 15-year power deal worth $2 billion.", ["15"]),
        (
            "It plans to invest €2 billion by 2030, 50% more than in the past five years.",
            [None],
        ),
        ("AI spending of $80 billion in the 2026 fiscal year", [None]),
        ("It will pour 1.2 lakh crore rupees into ports over five to seven years.", ["7"]),
        (
            "It will invest $10 billion between 2024 and 2028, up from $6 billion in the past five years.",
            ["4", None],
        ),
        ("Under a six-year agreement, Kilnworks will commit $600 million to the university.", ["6"]),
        ("Kilnworks said it would invest up to 500 million euros over 24 months.", ["2"]),
        ("The company, founded five years ago, has raised $500 million in two years.", [None]),
    ],
)
def test_whose_length_it_is(text: str, years: list[str | None]) -> None:
    assert _years(text) == years
