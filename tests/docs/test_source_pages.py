"""docs/sources against the code: each kind has its page, with every key of its own and a working example."""

import tomllib

import msgspec
import pytest

from bot import plugins
from bot.config import Environment, Settings
from bot.fetch import Fetcher
from bot.parts import build_sources
from bot.sources.settings import Asked
from tests.docs.pages import ROOT, blocks, rows, sections, words_of
from tests.docs.test_settings import keys_in, keys_of, shown

KINDS = plugins.names("sources")
TRIED = {"feed", "files"}  # with the real thing; of every other kind its page says that it was not
NOT_SEEN = "**Not yet seen live:** `outlay doctor` checks it on your machine."


def page(kind: str) -> str:
    return words_of(f"docs/sources/{kind}.md")


def own_keys(struct: type[msgspec.Struct]) -> dict[str, tuple[str, str]]:
    """Return what a kind's page must say: its keys beyond those of every source, and its other defaults."""
    common = keys_of(Asked)
    return {key: said for key, said in keys_of(struct).items() if common.get(key) != said and key != "kind"}


def test_each_kind_has_a_page_and_a_line_in_the_list() -> None:
    pages = {path.stem for path in (ROOT / "docs" / "sources").glob("*.md")} - {"README"}
    assert pages == set(KINDS)
    listed = [row[0] for row in rows(words_of("docs/sources/README.md"))]
    assert sorted(listed) == sorted(f"[`{kind}`]({kind}.md)" for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_every_key_of_its_kind_with_its_default(kind: str) -> None:
    assert keys_in(sections(page(kind))["Settings"]) == own_keys(plugins.find("sources", kind).Settings)


@pytest.mark.parametrize("kind", KINDS)
async def test_the_example_of_a_page_builds(kind: str) -> None:
    settings_of = plugins.find("sources", kind).Settings
    secrets = {
        settings_of.ENVIRONMENT[field.name]: "secret-1"
        for field in msgspec.structs.fields(settings_of)
        if shown(field) == "secret"
    }
    (table,) = tomllib.loads(blocks(page(kind), "toml")[0].text)["source"]
    assert table["kind"] == kind
    async with Fetcher() as fetcher:
        (source,) = build_sources(Settings(sources=(table,)), Environment(secrets), fetcher)
        assert source.name == table["name"]
        await source.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_says_whether_its_kind_was_ever_seen_live(kind: str) -> None:
    assert (NOT_SEEN in page(kind)) == (kind not in TRIED)
