"""What to answer to a name that nobody knows: what it may have meant."""

from collections.abc import Sequence
from typing import Final

from bot.cards.card import Button, Card, Item, Tone
from bot.cards.names import short_name
from bot.cards.text import listed, truncated
from bot.domain.market import Securities, Security

LONGEST_NAME: Final = 60  # characters

_TYPED_LIMIT: Final = 60
_SUGGESTIONS: Final = 3


def labelled(security: Security) -> str:
    """Return "Alibaba (BABA)"."""
    return f"{short_name(security.name)} ({security.ticker})"


def suggested(typed: str, securities: Securities, limit: int = _SUGGESTIONS) -> Sequence[Security]:
    """Return what comes near a typed name; nothing for what is too long to be one: that only takes time."""
    return securities.suggest(typed, limit) if len(typed) <= LONGEST_NAME else ()


def not_known(typed: str, securities: Securities) -> Item:
    """Return the line that says that a word named no company, and which ones come near."""
    near = suggested(typed, securities)
    note = (
        f"did you mean {listed([labelled(s) for s in near], 'or')}?"
        if near
        else "no listed company is called that"
    )
    return Item(f"Not known: {truncated(typed, _TYPED_LIMIT)}", note=note)


def did_you_mean(
    command: str, unknown: Sequence[str], securities: Securities, limit: int = 5
) -> tuple[Button, ...]:
    """Return buttons that say `command` again for what comes near the unknown words."""
    share = max(1, limit // max(1, len(unknown)))
    near = {s.ticker: s for typed in unknown for s in suggested(typed, securities)[:share]}
    return tuple(
        Button(f"{command.capitalize()} {labelled(s)}", words=f"{command} {s.ticker}")
        for s in list(near.values())[:limit]
    )


def unknown_company(command: str, typed: str, securities: Securities) -> Card:
    """Return the refusal for a command on one company that nobody knows."""
    near = suggested(typed, securities)
    shown = truncated(typed, _TYPED_LIMIT)
    return Card(
        title=f"“{shown}” names no listed company that Outlay knows",
        tone=Tone.REFUSAL,
        text=(
            f"Did you mean {listed([labelled(s) for s in near], 'or')}?"
            if near
            else f"Give a symbol (BABA, 9988.HK) or a name (Alibaba), for example `{command} BABA`.",
        ),
        buttons=did_you_mean(command, [typed], securities),
    )
