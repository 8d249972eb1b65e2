"""What a sum of money is: an investment, a price, revenue, a valuation or something else."""

from pathlib import Path

import pytest

from bot.domain.reading import AmountRole
from bot.reading.money.amounts import find_amounts

INV, PRI, REV, VAL, OTH = (
    AmountRole.INVESTMENT,
    AmountRole.PRICE,
    AmountRole.REVENUE,
    AmountRole.VALUATION,
    AmountRole.OTHER,
)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Kilnworks will invest $2 billion in Ohio.", [INV]),
        ("Kilnworks will build a $2 billion brick plant in Ohio.", [INV]),
        ("Kilnworks agreed to buy Tilebase for about $2 billion in cash.", [INV]),
        ("Tilebase agreed to sell its brick arm to Kilnworks for $2 billion.", [INV]),
        ("Kilnworks to acquire Tilebase in a deal valued at $2 billion.", [INV]),
        ("Kilnworks is set for a $10 billion Tilebase buy", [INV]),
        ("Tilebase raised $30 million in a round led by Kilnworks.", [INV]),
        ("Kilnworks put $500 million into start-up Tilebase.", [INV]),
        ("Kilnworks lifted capital spending to $3 billion from $2 billion.", [INV, INV]),
        ("Tilebase, which has raised $90 million to date, hires.", [OTH]),
        ("Kilnworks will pay Tilebase a termination fee of $90 million.", [OTH]),
        ("The British government will contribute $90 million to the kiln.", [OTH]),
        ("Kilnworks bought a stake, valuing Tilebase at $5 billion.", [VAL]),
        ("Tilebase, which has a market value of $6 billion, fell.", [VAL]),
        ("The lender has $2 trillion in assets.", [VAL]),
        ("Kilnworks shares rose 2% to $76.30 premarket.", [PRI]),
        ("Kilnworks will pay $205 per share for Tilebase.", [PRI]),
        ("Fernhill cut its price target to $84 from $95.", [PRI, PRI]),
        ("The stock closed at 71,500 won.", [PRI]),
        ("Kilnworks unveiled a $30K electric cart.", [PRI]),
        ("Crude settled at $42.90 a barrel.", [PRI]),
        ("The plan costs $9.99 a month.", [PRI]),
        ("Revenue rose 42% to $16 billion, beating the $15 billion average estimate.", [REV, REV]),
        ("Profit was $39 million, or 67 cents a share.", [REV, REV]),
        ("A net loss of $8 million compared with $5 million a year earlier.", [REV, REV]),
        ("EPS $0.45 vs $0.47 est, sales $1.04B", [REV, REV, REV]),
        ("Kilnworks was fined $3 million.", [OTH]),
        ("Kilnworks will pay a 25 million euro ($28 million) fine.", [OTH]),
        ("Kilnworks will pay $65 million to settle a lawsuit.", [OTH]),
        ("The state offered $30 million in tax credits.", [OTH]),
        ("Kilnworks announced a $500 million share buyback program.", [OTH]),
        ("Kilnworks sold $1 billion of bonds.", [OTH]),
        ("Kilnworks raised its dividend to $0.40 a share.", [OTH]),
        ("Insiders sold $14 million worth of stock.", [OTH]),
        ("It pays workers at least $15 an hour.", [OTH]),
    ],
)
def test_roles(text: str, roles: list[AmountRole]) -> None:
    assert [amount.role for amount in find_amounts(text)] == roles


# What wires write, with invented facts: a letter for each sum, a tab, the sentence.
_SENTENCES = (Path(__file__).parent / "roles_of_sums.tsv").read_text(encoding="utf-8").splitlines()
_LETTERS = {INV: "i", PRI: "p", REV: "r", VAL: "v", OTH: "o"}


@pytest.mark.parametrize("line", _SENTENCES)
def test_wire_sentences(line: str) -> None:
    letters, text = line.split("\t")
    assert "".join(_LETTERS[amount.role] for amount in find_amounts(text)) == letters


def test_a_price_is_not_taken_for_an_investment() -> None:
    text = "Kilnworks will invest in Tilebase, whose stock closed at $12.50, up from $11."
    assert {amount.role for amount in find_amounts(text)} == {PRI}


def test_a_cue_does_not_reach_into_the_next_sentence() -> None:
    assert [
        amount.role for amount in find_amounts("It was fined $3 million. It invests $2 billion in kilns.")
    ] == [OTH, INV]
