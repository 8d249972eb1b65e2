import pytest

from bot.reading.verdict.plainer import as_headline


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        (
            "OSLO, March 3 (Reuters) - Fjordkraft will spend 9 billion crowns ($860 million) on wind.",
            "Fjordkraft will spend 9 billion crowns on wind.",
        ),
        (
            "HALE, Ill., Feb. 2, 2025 /PRNewswire/ -- Acme (NYSE: ACM) will build a mill.",
            "Acme will build a mill.",
        ),
        ("PUNE: Acme Motors plans a plant, the company said on Friday.", "Acme Motors plans a plant."),
        ("Acme Corp. said Tuesday that it will buy Bolt.", "Acme Corp. will buy Bolt."),
        ("Acme will spend $2 billion on mills on Monday.", "Acme will spend $2 billion on mills."),
        ("Acme - a maker of bolts - buys Bolt", "Acme - a maker of bolts - buys Bolt"),
    ],
)
def test_a_sentence_becomes_as_short_as_a_headline(sentence: str, short: str) -> None:
    assert as_headline(sentence) == short


def test_a_long_sentence_ends_early() -> None:
    assert len(as_headline("Acme will spend more " * 40)) < 270
