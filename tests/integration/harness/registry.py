"""What is really in a server's database, read beside it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

from harness.server import Server

DATABASE_FILE = "sensocampus.db"


def reader(server: Server, postgres_value: Callable[[str], str] | None) -> Callable[[str], str]:
    """A function that gives the first column of a query as text, one line a row."""
    if postgres_value:
        return postgres_value

    def value(sql: str) -> str:
        path = server.data / DATABASE_FILE
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            return "\n".join(str(row[0]) for row in database.execute(sql))
    return value


def dump_sqlite(data: Path) -> str:
    """Everything in it as text."""
    with contextlib.closing(sqlite3.connect(f"file:{data / DATABASE_FILE}?mode=ro",
                                            uri=True)) as database:
        return "\n".join(database.iterdump())


def write_sqlite(data: Path, sql: str) -> None:
    """For a database that no server has open."""
    with contextlib.closing(sqlite3.connect(data / DATABASE_FILE)) as database:
        database.executescript(sql)
