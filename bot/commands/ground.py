"""Whether alerts can be posted where somebody asks for them: what is said at once, before the first one."""

from bot.cards.card import Card, Tone
from bot.domain.alert import Channel, Footing, Request, Takes
from bot.ports import Desk


def no_place(footing: Footing) -> Card | None:
    """Refuse to watch where alerts could never be posted; None where they may be."""
    if footing.takes is not Takes.NEVER:
        return None
    text = (footing.words, "Nothing was changed.")
    return Card(title="Alerts cannot be posted here", tone=Tone.REFUSAL, text=text)


async def in_the_way(request: Request, desk: Desk) -> tuple[str, ...]:
    """Return what keeps alerts from being posted; what only may, where none was posted lately."""
    footing = request.footing
    if not footing.words or footing.takes is Takes.YES:
        return ()
    if footing.takes is Takes.UNKNOWN and await _is_known_to_take(request.channel, desk):
        return ()
    return (footing.words,)


async def _is_known_to_take(channel: Channel, desk: Desk) -> bool:
    """Say whether an alert stands in a channel, and none was refused since."""
    if any(dead.channel == channel for dead in await desk.places.disabled()):
        return False
    return await desk.stories.latest_in(channel) is not None
