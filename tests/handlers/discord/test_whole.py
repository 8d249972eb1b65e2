"""Payloads of which only the least is there, read by discord.py's own models."""

import zlib
from typing import Any

import pytest
from yarl import URL

from handlers.discord import whole
from handlers.discord.gateway import Unpacker, resumes_at

OURS = URL("ws://127.0.0.1:7000/gateway")
DISCORDS = URL("wss://gateway.discord.gg/")


def test_what_is_said_stands_and_what_is_null_counts_as_unsaid() -> None:
    said = whole.user({"id": "7", "username": "mason", "discriminator": None, "avatar": "a_1"})
    assert said == {"id": "7", "username": "mason", "discriminator": "0", "avatar": "a_1"}


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"channel_id": "5", "guild_id": "1"}, 0),
        ({"channel_id": "5", "guild_id": "1", "channel": None}, 0),
        ({"channel": {"id": "5"}, "guild_id": "1"}, 0),
        ({"channel": {"id": "5", "type": 11}, "guild_id": "1"}, 11),
        ({"channel_id": "5"}, 1),
    ],
)
def test_an_interaction_knows_its_channel(given: dict[str, Any], kind: int) -> None:
    found = whole.interaction({"id": "1", "member": {"user": {"id": "7"}}, "message": {"id": "9"}, **given})
    assert (found["channel"]["id"], found["channel"]["type"]) == ("5", kind)
    assert found["message"]["channel_id"] == "5"


@pytest.mark.parametrize("guild", [{"guild_id": "1"}, {}])
@pytest.mark.parametrize("who", [{"user": {"id": "7"}}, {"member": {"user": {"id": "7"}}}])
def test_who_asks_is_known_however_it_is_said(guild: dict[str, Any], who: dict[str, Any]) -> None:
    found = whole.interaction({"id": "1", "channel_id": "5", **guild, **who})
    asker = found["member"]["user"] if guild else found["user"]
    assert asker["id"] == "7"


def test_an_interaction_from_nobody_makes_no_sense() -> None:
    with pytest.raises(KeyError):
        whole.interaction({"id": "1", "channel_id": "5"})


def test_a_server_without_roles_gives_nobody_a_right() -> None:
    assert whole.guild({"id": "1"})["roles"] == [{"id": "1", "name": "@everyone", "permissions": "0"}]
    roles = [{"id": 1, "permissions": "16"}]
    assert whole.guild({"id": "1", "roles": roles})["roles"] == [{"id": 1, "name": "", "permissions": "16"}]


@pytest.mark.parametrize(
    ("configured", "offered", "used"),
    [
        (DISCORDS, "wss://gateway-us-east1-b.discord.gg", URL("wss://gateway-us-east1-b.discord.gg")),
        (DISCORDS, None, DISCORDS),
        (DISCORDS, "ws://gateway-us-east1-b.discord.gg", DISCORDS),
        (DISCORDS, "wss://discord.gg.example", DISCORDS),
        (DISCORDS, "wss://gateway-discord.gg", DISCORDS),
        (DISCORDS, "wss://[", DISCORDS),
        (OURS, "wss://gateway-us-east1-b.discord.gg", OURS),
        (OURS, "ws://127.0.0.1:7001/", OURS),
        (OURS, None, OURS),
    ],
)
def test_a_session_is_resumed_with_discord_or_where_the_settings_say(
    configured: URL, offered: str | None, used: URL
) -> None:
    assert resumes_at(configured, offered) == used


@pytest.mark.parametrize("one_by_one", [True, False])
def test_packets_may_be_compressed_one_by_one_or_as_a_stream(one_by_one: bool) -> None:
    packer, unpacker, texts = zlib.compressobj(), Unpacker(), ['{"op":11}', '{"op":11,"d":null}']
    for text in texts:
        packed = packer.compress(text.encode()) + packer.flush(zlib.Z_SYNC_FLUSH)
        parts = [zlib.compress(text.encode())] if one_by_one else [packed[:3], packed[3:]]
        assert [unpacker.decompress(part) for part in parts] == [None] * (len(parts) - 1) + [text]
