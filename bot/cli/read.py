"""`outlay read`: one article, or a stream of them, and what is in it."""

import gc
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from shutil import get_terminal_size
from time import monotonic, time
from typing import BinaryIO, Final

import click
import msgspec

from bot.domain.article import Article
from bot.domain.errors import BadInput
from bot.reading.contract import to_contract
from bot.reading.reader import Reader
from bot.securities import load
from bot.sources.article_files import BadItem, in_document, in_lines

PROGRESS_EVERY: Final = 1.0  # seconds
STANDARD_INPUT: Final = "-"


@click.command()
@click.argument("file", metavar="FILE|-")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the card.")
@click.option("--jsonl", is_flag=True, help="Read one JSON article a line, print one JSON object a line.")
@click.option("--with-text", is_flag=True, help="Add the text that the offsets point into.")
def read(file: str, as_json: bool, jsonl: bool, with_text: bool) -> int:
    """Read an article from FILE (.txt, .html, .json) or standard input (-), and print what is in it.

    Without an option it prints the alert as the terminal would show it, and why. With --jsonl a bad line
    gives {"id": …, "error": "…"} and the rest goes on.

    Exit codes: 0 all read, 1 some input was bad, 2 it cannot run.
    """
    started = datetime.fromtimestamp(time(), UTC)  # when the articles were first seen: now
    lines = jsonl or Path(file).suffix.lower() == ".jsonl"
    try:
        with _opened(file) as source:
            if lines:
                found = in_lines(source, source=name_of(file), now=started)
            else:
                found = _document(file, source.read(), started)
            reader = _for_a_stream() if lines else Reader(load())
            return (
                _print_objects(found, reader, with_text=with_text)
                if as_json or lines
                else _print_cards(found, reader)
            )
    except BrokenPipeError:
        # The reader of our output has seen enough (`| head`); what Python would still flush goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}.") from error


def name_of(file: str) -> str:
    """Return what the card names as the source of an article that names none."""
    return "standard input" if file == STANDARD_INPUT else Path(file).name


def _for_a_stream() -> Reader:
    """Return a reader that has loaded everything, out of the garbage collector's sight.

    A full collection would look at each weight and each issuer, find nothing to free, and hold the stream up
    for as long as fifty headlines take.
    """
    reader = Reader(load())
    reader.read(Article("", "", "Acme to buy Bolt for $1 billion", "", datetime.fromtimestamp(0, UTC)))
    gc.freeze()
    return reader


def _opened(file: str) -> BinaryIO:
    return sys.stdin.buffer if file == STANDARD_INPUT else Path(file).open("rb")


def _document(file: str, data: bytes, now: datetime) -> Iterator[Article | BadItem]:
    """Read a document by its suffix; standard input by how it begins."""
    path = Path(file)
    suffix = path.suffix.lower()
    if file == STANDARD_INPUT:
        suffix = {b"{": ".json", b"[": ".json", b"<": ".html"}.get(data.lstrip()[:1], ".txt")
    return in_document(data, suffix, stem=path.stem, source=name_of(file), now=now)


def _print_objects(found: Iterator[Article | BadItem], reader: Reader, *, with_text: bool) -> int:
    """Print one object a line, each as soon as it is known. Returns the exit code."""
    encoder = msgspec.json.Encoder()
    out = sys.stdout.buffer
    progress = _Progress()
    for item in found:
        answer = _answer(item, reader, with_text=with_text)
        out.write(encoder.encode(answer) + b"\n")
        out.flush()
        progress.count(bad="error" in answer)
    progress.finish()
    return 1 if progress.bad else 0


def _answer(item: Article | BadItem, reader: Reader, *, with_text: bool) -> dict[str, object]:
    if isinstance(item, BadItem):
        return {"id": item.id, "error": item.error}
    try:
        return to_contract(reader.read(item), with_text=with_text)
    except Exception as error:  # noqa: BLE001 - one article must not end the stream, and its line says what failed
        return {"id": item.id, "error": f"This article cannot be read: {type(error).__name__}: {error}."}


def _print_cards(found: Iterator[Article | BadItem], reader: Reader) -> int:
    """Print the alert and why, as the terminal platform would. Returns the exit code."""
    # Imported here, by name: a JSON reader needs no cards, and `bot` knows no handler.
    cards = import_module("bot.cards.preview")
    render = import_module("handlers.console.text").render
    columns = get_terminal_size().columns
    colour = sys.stdout.isatty()
    bad = False
    for item in found:
        if isinstance(item, BadItem):
            click.echo(f"outlay: {item.id}: {item.error}", err=True)
            bad = True
            continue
        for card in cards.preview_cards(reader.read(item)):
            click.echo(render(card, columns, colour=colour), nl=False)
    return 1 if bad else 0


class _Progress:
    """How far the stream is, on standard error where that is a terminal."""

    def __init__(self) -> None:
        self.read = self.bad = 0
        self._shown = sys.stderr.isatty() and not sys.stdout.isatty()
        self._due = monotonic() + PROGRESS_EVERY

    def count(self, *, bad: bool) -> None:
        self.read += 1
        self.bad += bad
        if self._shown and monotonic() >= self._due:
            self._due = monotonic() + PROGRESS_EVERY
            click.echo(f"\r{self._words()}", nl=False, err=True)

    def finish(self) -> None:
        if self._shown:
            click.echo(f"\r{self._words()}", err=True)

    def _words(self) -> str:
        return f"{self.read:,} read" + (f", {self.bad:,} of them bad" if self.bad else "")
