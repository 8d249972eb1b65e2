"""help: what can be said."""

from collections.abc import Mapping, Sequence

from bot.cards.card import Button, Card, Fact, Item, Tone
from bot.commands.table import Command, Option, OptionKind
from bot.domain.alert import Request
from bot.ports import Desk


def usage(command: Command) -> str:
    """Return "mute TICKER [FOR]": the command with its options, the optional ones in brackets."""
    return " ".join([command.name, *(_shown(option) for option in command.options)])


def _shown(option: Option) -> str:
    word = option.name.upper() + (" …" if option.many else "")
    return word if option.required else f"[{word}]"


def help_card(command: Command, presets: Sequence[str] = ()) -> Card:
    """Return what one command does and takes. `presets` are the sources that may be added by name alone."""
    takes_preset = presets and any(option.kind is OptionKind.ADDRESS for option in command.options)
    return Card(
        title=usage(command),
        text=(f"{command.help}.",),
        facts=(
            *(Fact(option.name.upper(), option.help) for option in command.options),
            *((Fact("Presets", ", ".join(presets)),) if takes_preset else ()),
            *((Fact("Example", command.example),) if command.example else ()),
        ),
        notes=("Only who may manage the channel can say this.",) if command.manage else (),
    )


def _named(wish: str, table: Sequence[Command]) -> Command | None:
    """Return the command whose name, of one word or two, a wish begins with."""
    words = wish.split()
    names = (" ".join(words[:2]), words[0])
    return next((one for name in names for one in table if one.name == name), None)


def _parts_card(first: str, parts: Sequence[Command]) -> Card:
    """Return what can be said that begins with one word."""
    return Card(
        title=f"`{first}` can be said in {len(parts)} ways",
        items=tuple(Item(usage(one), note=one.help) for one in parts),
        buttons=tuple(Button(f"Help on {one.name}", words=f"help {one.name}") for one in parts),
    )


def help_command(others: Sequence[Command]) -> Command:
    """Return the command that explains `others` and itself."""

    async def run(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
        """List the commands, or explain one."""
        del request
        table = (*others, command)
        wish = options.get("command", "").strip('/`" ').casefold()
        if not wish:
            return Card(
                title="Outlay alerts this channel when companies commit money",
                text=("It posts one alert a story for each company that the channel watches. You can say:",),
                items=tuple(Item(usage(one), note=one.help) for one in table),
                notes=("`help` and a command's name says more about it.",),
                buttons=(
                    Button("Show the watchlist", words="list"),
                    Button("Latest stories", words="recent"),
                ),
            )
        if found := _named(wish, table):
            return help_card(found, desk.roster.presets)
        if parts := [one for one in table if one.name.startswith(f"{wish.split()[0]} ")]:
            return _parts_card(wish.split()[0], parts)
        return Card(
            title=f"There is no command “{wish}”",
            tone=Tone.REFUSAL,
            text=(f"There are: {', '.join(one.name for one in table)}.",),
        )

    command = Command(
        name="help",
        help="Say what can be said",
        run=run,
        options=(Option("command", "A command's name", OptionKind.COMMAND),),
        example="help watch",
    )
    return command
