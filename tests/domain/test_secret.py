"""What is hidden of a text, and what is not."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.secret import FORMS, HIDDEN, Secret, redacted

# Written in parts, so that no scanner of repositories takes them for somebody's.
DISCORD = "MTIzNDU2Nzg5MDEyMzQ1Njc4" + ".GabcDE." + "aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789ab"
SLACK = "xoxb" + "-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx"

SECRETS = [
    (f"logged in with {SLACK}.", "AbCdEfGh"),
    ("app token " + "xapp" + "-1-A0123ABCD-123-deadbeef", "deadbeef"),
    ("rotated to " + "xoxe" + ".xoxp-1-Mi0yLTEyMzQ", "Mi0yLTEy"),
    ("refresh " + "xoxe" + "-1-My0xLTEyMzQ", "My0xLT"),
    (f"Improper token: {DISCORD}", "GabcDE"),
    ("POST https://hooks.slack.com/services/T0/B0/abcdefgh failed", "abcdefgh"),
    ("POST https://hooks.slack-gov.com/commands/T0/12/abcdefgh failed", "abcdefgh"),
    ("{'response_url': 'http://127.0.0.1:80/response/abcdefgh'}", "abcdefgh"),
    ("https://discord.com/api/webhooks/1234/abcdefgh?wait=1", "abcdefgh"),
    ("POST /api/v10/interactions/99/abcdefgh/callback", "abcdefgh"),
    ("wss://wss-primary.slack.com/link/?ticket=abcdefgh&app_id=1", "abcdefgh"),
    ("GET https://finnhub.example/news?category=a&token=abcdefgh", "abcdefgh"),
    ("GET https://another.example/news?a=1&key=abcdefgh", "abcdefgh"),
    ("event_token=abcdefgh", "abcdefgh"),
    ("GET https://massive.example/news?apiKey=abcdefgh", "abcdefgh"),
    ("headers={'Authorization': 'Bearer abcdefgh'}", "abcdefgh"),
    ("headers=[(b'Authorization', b'Bot abcdefgh')]", "abcdefgh"),
    ("Authorization: token abcdefgh", "abcdefgh"),
    ("APCA-API-SECRET-KEY: abcdefgh", "abcdefgh"),
    ('{"token": "abcdefgh", "d": 1}', "abcdefgh"),
    ('{"line": "{\\"token\\": \\"abcdefgh\\"}"}', "abcdefgh"),
    ("GET https://desk:abcdefgh@courier.example/feed", "abcdefgh"),
    ("Bearer abcdefghabcdefghabcdefgh", "abcdefgh"),
]

PLAIN = [
    "[slack] app_token is a secret: take it out of the file and set SLACK_APP_TOKEN instead.",
    "SLACK_BOT_TOKEN begins with xoxb-, SLACK_APP_TOKEN with xapp-.",
    "Slack no longer accepts the bot's token (invalid_auth).",
    "Basic Materials: Rio Tinto (RIO.L) commits $2B, a key project",
    "https://courier.example/2026/solvane-plant?page=2#top",
    "story=12 key=0123456789abcdef alert_key=0123456789abcdef key_figures=3 platform=slack",
    "mail desk@courier.example; 9.2.2026 11:30:00.123456",
]


@pytest.mark.parametrize(("text", "secret"), SECRETS)
def test_a_secret_is_hidden(text: str, secret: str) -> None:
    assert secret not in redacted(text)
    assert "***" in redacted(text)


@pytest.mark.parametrize("text", PLAIN)
def test_words_are_left_alone(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize(("text", "secret"), SECRETS)
def test_a_line_of_json_stays_one(text: str, secret: str) -> None:
    inside = json.dumps({"inner": text})
    for event in (text, f"\n{text}", f"a\t{text}\r\nb", inside):
        line = json.dumps({"event": event, "n": 1})
        kept = json.loads(redacted(line))
        assert secret not in str(kept)
        assert kept.keys() == json.loads(line).keys()


@pytest.mark.parametrize("name", ["Cookie", "Authorization", "response_url", "a token", "no Bearer"])
def test_a_name_at_the_end_of_a_value_hides_no_other_name(name: str) -> None:
    line = json.dumps({"event": name, "n": 1, "source": "wire"})
    assert redacted(line) == line
    assert redacted(json.dumps({"event": line})) == json.dumps({"event": line})


@given(st.text())
def test_any_line_of_json_stays_one(text: str) -> None:
    assert json.loads(redacted(json.dumps({"event": text, "n": 1})))["n"] == 1


# What forms are made of, and the letters that a pattern takes for others: the long s, the sign of Kelvin,
# and the two i of Turkish.
PIECES = st.sampled_from(
    [
        *"._- :=,'\"\\/@?&\n",
        *("xoxb-1", "xapp-1", "xoxe.xoxp-1", "A" * 25, "a1b2c3", "12", "https://", "hooks.slack.com/"),
        *("response_url", "/webhooks/", "/interactions/", "ticket", "token", "bot_", "secret", "key"),
        *("api_key", "apikey", "password", "signature", "sig", "authorization", "x-slack-", "x-finnhub-"),
        *("apca-api-", "-id", "cookie", "bearer", "basic", "\u017f", "\u212a", "\u0130", "\u0131"),
    ]
)
TURNED = {"s": "\u017f", "k": "\u212a", "i": "\u0131", "I": "\u0130"}


def searched_for_every_form(text: str) -> str:
    """Do what `redacted` does, without asking first what may be there."""
    for form in FORMS:
        text = form.pattern.sub(lambda found: (found[1] if found.re.groups else "") + HIDDEN, text)
    return text


@settings(max_examples=500)
@given(st.lists(PIECES | PIECES.map(str.upper) | st.text(max_size=3), max_size=12).map("".join))
def test_asking_first_misses_nothing(text: str) -> None:
    assert redacted(text) == searched_for_every_form(text)


@pytest.mark.parametrize("number", range(len(FORMS)))
@given(data=st.data())
def test_asking_first_misses_no_text_of_a_form(number: int, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(FORMS[number].pattern))
    assert redacted(text) == searched_for_every_form(text)


@pytest.mark.parametrize(("text", "secret"), SECRETS)
def test_letters_that_pass_for_others_hide_no_secret(text: str, secret: str) -> None:
    for before, after in TURNED.items():
        head, found, tail = text.partition(secret)
        turned = head.replace(before, after) + found + tail
        assert redacted(turned) == searched_for_every_form(turned)


@given(st.text())
def test_what_is_hidden_stays_hidden(text: str) -> None:
    assert redacted(redacted(text)) == redacted(text)


def test_a_known_value_is_hidden_whatever_its_form() -> None:
    assert redacted("it is 0123456789abcdef here", ["0123456789abcdef"]) == "it is *** here"
    assert redacted("an ordinary day", ["day"]) == "an ordinary day"


@pytest.mark.parametrize(
    "piece", ["xoxb-", "a" * 20 + ".", "token=", "://", '"token": "', "bearer ", "-", "a"]
)
def test_a_long_line_takes_no_longer_than_its_length(piece: str) -> None:
    line = piece * (100_000 // len(piece))
    started = time.process_time()
    redacted(line)
    assert time.process_time() - started < 0.5


def test_a_secret_does_not_show_itself() -> None:
    assert f"{Secret('abcdefgh')} {Secret('abcdefgh')!r} {[Secret('abcdefgh')]}".count("abcdefgh") == 0
    assert Secret("abcdefgh").reveal() == "abcdefgh"
