"""A kind of source in a line: read off its module, so that nothing has to be registered."""

from typing import Final, NamedTuple

import msgspec

from bot import plugins
from bot.sources.needs import needs_of

EVERY: Final = frozenset({"kind", "name"})


class Described(NamedTuple):
    """`words` say what it gives, `needs` are the keys, or the variables, without which it does not start."""

    name: str
    words: str
    needs: tuple[str, ...]


def described(kind: str) -> Described:
    """Return a kind's name, the first line of its module, and what it needs."""
    module = plugins.find("sources", kind)
    words, *_ = (module.__doc__ or "").strip().splitlines() or [""]
    variables = getattr(module.Settings, "ENVIRONMENT", {})
    needs = needs_of(module.Settings)
    wanted = [
        field.name
        for field in msgspec.structs.fields(module.Settings)
        if field.name in needs or (field.required and field.name not in EVERY)
    ]
    return Described(kind, words, tuple(variables.get(name, name) for name in wanted))
