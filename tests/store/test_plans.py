"""What the outbox asks most often is found by indices of what is open: it costs no more in the tenth year."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.store.connection import open_writer


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return open_writer(tmp_path / "outlay.db")


def plan(db: Database, query: str) -> list[str]:
    return [row["detail"] for row in db.execute(f"explain query plan {query}")]


def test_heads_are_found_by_what_is_open_alone(db: Database) -> None:
    steps = [step for step in plan(db, "select * from head") if "INDEX" in step]
    assert steps
    assert {step.partition(" USING ")[2].partition(" (")[0] for step in steps} <= {
        "INDEX delivery_open",
        "INDEX delivery_rank",
    }
    db.close()


def test_nothing_open_before_a_delivery_is_found_by_its_line(db: Database) -> None:
    query = """select d.id from delivery d where d.id = 7 and not exists (
                   select 1 from delivery e where e.channel = d.channel
                     and e.state in ('owed', 'sending') and e.id < d.id)"""
    assert any("delivery_open (channel=? AND id<?)" in step for step in plan(db, query))
    db.close()
