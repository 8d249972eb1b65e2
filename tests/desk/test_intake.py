"""What makes a revision, and what does not."""

import pytest

from bot.desk.intake import digest_of

BODY = "Tarn Mining will spend $2 billion on a mine. See https://courier.example/1?utm_source=rss today."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BODY, f"  {BODY}\n"),
        (BODY, BODY.replace(" ", "\n\n")),
        (BODY, BODY.replace("utm_source=rss", "utm_source=mail&fbclid=1")),
        (BODY, BODY.upper().replace("HTTPS://COURIER.EXAMPLE/1?UTM_SOURCE=RSS", "https://courier.example/1")),
        ("Tarn's “mine” – an up\u00addate", "Tarn’s \"mine\" - an update"),
        ("Updated 5 minutes ago. Tarn digs.", "Updated 2 hours ago. Tarn digs."),
        ("Just now. Tarn digs.", "3 min ago. Tarn digs."),
        ("Tarn digs. 1,204 views 3 comments", "Tarn digs. 2.1k views 14 comments"),
        ("Tarn digs.\u00a0A mine.", "Tarn digs. A mine."),
    ],
)  # fmt: skip
def test_is_no_revision(before: str, after: str) -> None:
    assert digest_of("Tarn digs", before) == digest_of("Tarn digs", after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BODY, BODY.replace("$2 billion", "$3 billion")),
        (BODY, BODY.replace("will spend", "will not spend")),
        (BODY, BODY.replace("courier.example/1", "courier.example/2")),
        ("It buys 1,000 shares.", "It buys 10,000 shares."),
        ("It builds in 5 days.", "It builds in 50 days."),
        ("It has 12 mines.", "It has 13 mines."),
    ],
)
def test_is_a_revision(before: str, after: str) -> None:
    assert digest_of("Tarn digs", before) != digest_of("Tarn digs", after)


def test_so_is_another_headline() -> None:
    assert digest_of("Tarn digs", BODY) != digest_of("Tarn does not dig", BODY)
    assert digest_of(None, "Tarn digs") != digest_of("Tarn digs", "")
