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
