from pathlib import Path

from bot.commands.all import TABLE
from bot.commands.manual import page

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"


def test_the_page_says_what_the_table_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(TABLE), (
        "write it again: python -m bot.commands > docs/commands.md"
    )


def test_names_fit_every_platform() -> None:
    """Discord takes names of up to 32 small letters, and descriptions of up to 100 characters. A name of two
    words is a part of a group there, and a group's own name is nobody else's."""
    for command in TABLE:
        assert len(command.name.split()) <= 2
        for name in (*command.name.split(), *(option.name for option in command.options)):
            assert name.isalpha()
            assert name == name.lower()
            assert len(name) <= 32
        for words in (command.help, *(option.help for option in command.options)):
            assert 0 < len(words) <= 100
            assert not words.endswith(".")
        assert not any(option.many for option in command.options[:-1])
    assert len({command.name for command in TABLE}) == len(TABLE)
    groups = {command.name.partition(" ")[0] for command in TABLE if " " in command.name}
    assert not groups & {command.name for command in TABLE}
