import pytest

from bot.desk.joining.changes import says_it_changed


@pytest.mark.parametrize(
    "text",
    [
        "Acme raises its offer for Zeta",
        "Acme cuts planned investment in Ohio",
        "Zeta backs improved offer from Acme",
        "CORRECTED-Acme to build a plant",
        "Acme to build a plant\n(Corrects sum to $2 billion)",
        "CORRECTING and REPLACING Acme to build a plant",
        "Acme to build a plant\nThe first sentence should read $2 billion.",
    ],
)
def test_a_sum_that_changed(text: str) -> None:
    assert says_it_changed(text)


@pytest.mark.parametrize(
    "text",
    ["Acme raises stake in Zeta to 10%", "Acme to build a plant", "Acme invests another $2 billion in Zeta"],
)
def test_a_sum_that_did_not(text: str) -> None:
    assert not says_it_changed(text)
