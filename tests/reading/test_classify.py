import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.reading import Status
from bot.reading.verdict.classify import BAR, judge
from bot.reading.verdict.cues import COMMITTING, cues, find_cues
from bot.reading.verdict.features import tokens, views
from bot.reading.verdict.model import Linear, load, logistic, softmax


def test_tokens_stand_for_figures() -> None:
    assert tokens("Acme’s $3bn plant: 20% by 2031, €5 million") == [
        "acme", "'s", "<bn>", "plant", ":", "<pct>", "by", "<year>", ",", "<mn>",
    ]  # fmt: skip


def test_views_share_nothing() -> None:
    seen = views("Acme to buy Bolt for $3 billion")
    assert "x:buy" in seen[2]
    assert "s:BUY" in seen[1]
    assert not any(one & other for at, one in enumerate(seen) for other in seen[at + 1 :])


def test_names_and_sums_hardly_matter() -> None:
    one = judge("Acme to buy Bolt for $3.1 billion", 33).score
    other = judge("Ozim to buy Vexl for $7.4 billion", 33).score
    assert one > BAR
    assert other > BAR


def test_a_cue_gives_its_words() -> None:
    text = "Acme has committed to spending at least $5 billion on mills"
    found = dict(find_cues(text, 0, len(text)))
    assert found["invest"].of(text) == "has committed to spending at least $5 billion"
    assert set(found) <= set(COMMITTING)
    assert "x:not buyback" in cues("Acme to buy back shares")


def test_scores_add_up_by_view() -> None:
    model = Linear(("yes",), (-1.0,), {"a": (2.0,), "b": (4.0,)})
    assert model.scores([{"a", "z", "y", "x"}, {"b"}, set()]) == (-1.0 + 2.0 / 2 + 4.0,)


def test_probabilities_are_such() -> None:
    assert sum(softmax((1.0, 2.0, -3.0))) == pytest.approx(1)
    assert logistic(0) == 0.5
    assert logistic(-1e9) > 0


@pytest.mark.parametrize("name", ["commitment", "kind", "status"])
def test_the_shipped_weights_load_at_once(name: str) -> None:
    started = time.perf_counter()
    model = load(name)
    assert time.perf_counter() - started < 1
    assert len(model.weights) > 1000
    assert all(len(weights) == len(model.classes) == len(model.biases) for weights in model.weights.values())


def test_weights_that_are_missing_are_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        load("nothing")


def test_an_empty_text_is_no_commitment() -> None:
    verdict = judge("")
    assert (verdict.flagged, verdict.score, verdict.kind, verdict.status) == (False, 0.0, None, None)


def test_a_body_alone_is_judged_by_its_first_sentences() -> None:
    body = (
        "Acme Corp. makes bolts. On Monday it agreed to acquire Bolt Ltd., a rival, for $3 billion in cash."
    )
    verdict = judge(body)
    assert verdict.flagged
    assert any("acquire" in span.of(body) for span in verdict.because)


@settings(max_examples=50)
@given(st.text(max_size=400))
def test_any_text_is_judged(text: str) -> None:
    verdict = judge(text, min(20, len(text)))
    assert 0 <= verdict.score <= 1
    assert all(0 <= span.start < span.end <= len(text) for span in verdict.because)


@pytest.mark.parametrize(
    "piece", ["will to and the ", "invest $5 ", "to buy a ", "Bolt for $5 billion deal ", "A"]
)
def test_time_grows_with_the_text_only(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    started = time.perf_counter()
    judge(text)
    assert time.perf_counter() - started < 3


@pytest.mark.parametrize(
    ("headline", "kind"),
    [
        ("Toyota agrees to acquire 20% of sensor maker Nuvora", "stake"),
        ("Toyota and Panasonic sign joint venture to build battery plant", "joint_venture"),
    ],
)
def test_plain_words_settle_the_kind(headline: str, kind: str) -> None:
    assert judge(headline, len(headline)).kind == kind


@pytest.mark.parametrize(
    "headline",
    [
        "Nuvora raises $80 million in debt to build solar plants in Chile",
        "US to give Nuvora $3 billion for Ohio chip factories",
    ],
)
def test_money_that_is_raised_or_granted_is_not_committed(headline: str) -> None:
    assert not judge(headline, len(headline)).flagged


@pytest.mark.parametrize(
    "headline",
    [
        "Larkspur Wealth LLC Buys 1,204 Shares of Toyota Motor Corp (NYSE:TM)",
        "Toyota Motor Corp $TM Shares Acquired by Harrow & Pike Advisors LP",
        "Quillmoor Capital Management Raises Stock Position in Ford Motor Company $F",
        "Tarn Bay Retirement System Invests $2.1 Million in Alibaba Group Holding Ltd (NYSE: BABA)",
        "Ostrava Partners LLC Takes New Stake in Rio Tinto plc $RIO",
    ],
)
def test_what_managers_of_money_hold_is_no_commitment(headline: str) -> None:
    assert not judge(headline, len(headline)).flagged


@pytest.mark.parametrize(
    "headline",
    [
        "Unions urge Stellantis to invest in its oldest plant",
        "Twelve years ago Ford bought a chain of garages for $1.6 billion",
    ],
)
def test_a_demand_and_an_old_deal_are_no_commitment(headline: str) -> None:
    assert not judge(headline, len(headline)).flagged


@pytest.mark.parametrize(
    "headline",
    [
        "Rio Tinto axes $2.4 bln lithium project",
        "Ford ditches plan for second battery plant",
        "Vexl's Quebec battery plant dropped",
        "Toyota pulls the plug on Leipzig fuels plant",
    ],
)
def test_a_plan_that_is_dropped_is_cancelled(headline: str) -> None:
    verdict = judge(headline, len(headline))
    assert (verdict.flagged, verdict.status) == (False, Status.CANCELLED)


def test_a_stake_in_a_company_with_its_symbol_is_a_commitment() -> None:
    headline = "Toyota buys 12% stake in chipmaker Nuvora Inc. (NYSE: NUV) for $900 million"
    assert judge(headline, len(headline)).flagged


@pytest.mark.parametrize(
    "text",
    [
        "Toyota could spend $9 billion on batteries, analyst says",
        "Toyota could spend $9 billion on batteries next year, Northgate analysts wrote on Monday.",
        "Toyota has sold its 30% stake in Nuvora to Panasonic, which values the company at $1 billion.",
    ],
)
def test_what_analysts_think_and_sellers_tell_is_no_commitment(text: str) -> None:
    assert not judge(text, 0 if text.endswith(".") else len(text)).flagged


@pytest.mark.parametrize(
    "headline",
    [
        "Toyota halves investment in Texas battery plant",
        "Toyota pauses work on $3 billion battery plant in Texas",
        "Toyota drops $2 billion Nuvora deal after EU veto threat",
    ],
)
def test_a_commitment_taken_back_is_cancelled(headline: str) -> None:
    verdict = judge(headline, len(headline))
    assert (verdict.flagged, verdict.status) == (False, "cancelled")
