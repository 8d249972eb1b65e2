"""docs/settings.md against the code: every table, every key, its default and its variable."""

from typing import get_args, get_type_hints

import msgspec
import pytest

from bot import config, plugins
from bot.domain.secret import Secret
from tests.docs.pages import rows, sections, words_of

PAGE = "docs/settings.md"


def structs() -> dict[str, type[msgspec.Struct]]:
    """Return the Struct behind each heading that the page must have."""
    tables: dict[str, type[msgspec.Struct]] = {
        f"`[{name}]`": hint
        for name, hint in get_type_hints(config.Settings).items()
        if isinstance(hint, type) and issubclass(hint, config.Table)
    }
    for group, heading in (
        ("sources", "`[[source]]` of kind `{}`"),
        ("platforms", "`[{}]`"),
        ("prices", "`[prices]` of kind `{}`"),
    ):
        for kind in plugins.names(group):
            tables[heading.format(kind)] = plugins.find(group, kind).Settings
    return tables


def documented() -> dict[str, dict[str, tuple[str, str]]]:
    """Return the page's tables by heading: each key with its default and its variable, as printed."""
    return {
        heading: {key.strip("`"): (default, variable.strip("`")) for key, default, variable, _ in rows(text)}
        for heading, text in sections(words_of(PAGE)).items()
        if heading.startswith("`[")
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
        return f"`{list(field.default)}`"
    return f'`"{field.default}"`' if isinstance(field.default, str) else f"`{field.default}`"


def test_the_page_has_every_table_and_no_other() -> None:
    assert sorted(documented()) == sorted(structs())


def test_no_table_is_hidden_from_the_settings() -> None:
    """A table that `load` knows but `Settings` does not, or the other way round, would be lost."""
    known = {heading.strip("`[]") for heading in structs() if "of kind" not in heading}
    assert config.CORE - {"source", "prices"} <= known


@pytest.mark.parametrize("heading", sorted(structs()))
def test_the_page_has_every_key_with_its_default_and_its_variable(heading: str) -> None:
    struct = structs()[heading]
    variables = getattr(struct, "ENVIRONMENT", {})
    expected = {
        field.name: (shown(field), variables.get(field.name, "")) for field in msgspec.structs.fields(struct)
    }
    assert documented().get(heading) == expected
