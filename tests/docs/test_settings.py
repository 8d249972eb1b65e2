"""docs/settings.md against the code: every table, every key, its default and its variable.

What a single kind of source takes beyond the rest stands on its own page: tests/docs/test_source_pages.py.
"""

import json
from typing import get_args, get_type_hints

import msgspec
import pytest

from bot import config, plugins
from bot.domain.secret import Secret
from bot.sources.needs import needs_of
from bot.sources.settings import Asked
from tests.docs.pages import rows, sections, words_of

PAGE = "docs/settings.md"
EVERY_SOURCE = "What every `[[source]]` takes"


def structs() -> dict[str, type[msgspec.Struct]]:
    """Return the Struct behind each heading that the page must have."""
    tables: dict[str, type[msgspec.Struct]] = {
        f"`[{name}]`": hint
        for name, hint in get_type_hints(config.Settings).items()
        if isinstance(hint, type) and issubclass(hint, config.Table)
    }
    tables[EVERY_SOURCE] = Asked
    for group, heading in (
        ("platforms", "`[{}]`"),
        ("prices", "`[prices]` of kind `{}`"),
    ):
        for kind in plugins.names(group):
            tables[heading.format(kind)] = plugins.find(group, kind).Settings
    return tables


def documented() -> dict[str, dict[str, tuple[str, str]]]:
    """Return the page's tables by heading: each key with its default and its variable, as printed."""
    return {heading: keys_in(text) for heading, text in sections(words_of(PAGE)).items() if "`[" in heading}


def keys_in(text: str) -> dict[str, tuple[str, str]]:
    """Return the keys of a section's table, each with its default and its variable, as printed."""
    return {key.strip("`"): (default, variable.strip("`")) for key, default, variable, _ in rows(text)}


def keys_of(struct: type[msgspec.Struct]) -> dict[str, tuple[str, str]]:
    """Return what a page must say of a table: each key with its default and its variable."""
    variables = getattr(struct, "ENVIRONMENT", {})
    needs = needs_of(struct)
    return {
        field.name: (
            "must be set" if field.name in needs else shown(field),
            variables.get(field.name, ""),
        )
        for field in msgspec.structs.fields(struct)
    }


def shown(field: msgspec.structs.FieldInfo) -> str:
    """Return a default as the page prints it: in TOML, between backticks."""
    if field.type is Secret or Secret in get_args(field.type):
        return "secret"
    if field.required:
        return "must be set"
    if field.default is None:
        return "not set"
    if isinstance(field.default, bool):
        return f"`{str(field.default).lower()}`"
    if isinstance(field.default, tuple):
        return f"`{json.dumps(field.default)}`"
    return f'`"{field.default}"`' if isinstance(field.default, str) else f"`{field.default}`"


def test_the_page_has_every_table_and_no_other() -> None:
    assert sorted(documented()) == sorted(structs())


def test_no_table_is_hidden_from_the_settings() -> None:
    """A table that `load` knows but `Settings` does not, or the other way round, would be lost."""
    known = {heading.strip("`[]") for heading in structs() if heading.endswith("]`")}
    assert config.CORE - {"source", "prices"} <= known


@pytest.mark.parametrize("heading", sorted(structs()))
def test_the_page_has_every_key_with_its_default_and_its_variable(heading: str) -> None:
    expected = keys_of(structs()[heading])
    if heading == EVERY_SOURCE:
        expected["kind"] = ('`"feed"`', "")  # `build_sources` takes that where none is named
    assert documented().get(heading) == expected
