"""The database is away for a while: said, survived, nothing lost, nobody called missing (R19)."""

from __future__ import annotations

import os
import signal
import unittest
from pathlib import Path
from typing import Any

from harness.history import check_history
from harness.namespaces import NeedsNamespaces, mount_tmpfs
from harness.reporting import ReportingBoards
from harness.stage import OnPostgres, OnSqlite, Stage
from harness.waiting import hold_for, wait_for

DEVICES = 500
# These speak once, while the database is away, and never before or after: no later message hides
# that one was lost. They announce an interval that outlasts the test.
ONCE_DEVICES = 90
ONCE_INTERVAL = 1800
INTERVAL = 5
# Longer than interval + 60 s + 20 s: without R9 and R19, everybody would be missing by then.
AWAY_SECONDS = 100


class DatabaseAway:
    typical_seconds = 170

    def setUp(self: Any) -> None:
        super().setUp()
        self.shipped = self.broker()
        self.grid = self.campus(DEVICES + ONCE_DEVICES)
        self.grid.set_interval(INTERVAL)
        self.program = self.server(self.shipped, self.grid, data=self.data(),
                                   database=self.database()).start()
        self.client = self.program.client
        self.boards = ReportingBoards(self.shipped, self.grid.boards[:DEVICES], INTERVAL)
        self.said_once: set[str] = set()
        self.addCleanup(self.boards.stop)
        wait_for(lambda: self.client.counts()["online"] == DEVICES, "everybody online")

    def data(self: Any) -> Path:
        return self.folder / "data"

    def test_is_said_and_survived(self: Any) -> None:
        self.take_away()
        self.say_once(0)  # read from the broker before anybody knows that nothing can be stored
        wait_for(lambda: not self.program.is_ready(), "503 of /health/ready", 30)
        database = self.program.readiness()[1]["database"]
        self.assertEqual("down", database["state"])
        self.assertGreater(len(database["why"]), 10, "one sentence says why")
        self.assertEqual(200, self.client.request("GET", "/health/live").status)
        self.assertGreater(self.program.metric("sensocampus_database_failures_total"), 0)
        for part in (1, 2):
            self.say_once(part)
            hold_for(self.nobody_is_missing, "nobody is missing", AWAY_SECONDS / 2)
        self.say_once(3)
        self.assertFalse(self.program.is_ready())

        self.bring_back()
        wait_for(self.program.is_ready, "recovery by itself", 30)
        hold_for(self.nobody_is_missing, "nobody is missing", 15)
        last = self.boards.stop()
        wait_for(lambda: self.heard_in_round(last) == DEVICES, "last message of each board", 30)
        self.assertEqual(set(), self.said_once - self.last_messages(), "lost of the outage")
        self.assertEqual(DEVICES + ONCE_DEVICES, self.client.counts()["online"])
        self.assertIn("database", self.program.child.log_text())
        self.assertEqual(0, int(self.stored(
            self.program, "SELECT count(*) FROM presence_interval WHERE presence = 'missing'")))
        check_history(self, lambda sql: self.stored(self.program, sql), self.client)

    def say_once(self: Any, part: int) -> None:
        boards = self.grid.boards[DEVICES:][part::4]
        messages = [board.message(frequency=ONCE_INTERVAL) for board in boards]
        self.said_once |= {f"{topic} {payload}" for topic, payload in messages}
        with self.shipped.publisher() as publisher:
            publisher.publish(messages)
            publisher.settle()

    def last_messages(self: Any) -> set[str]:
        return set(self.stored(self.program,
                               "SELECT topic || ' ' || payload FROM last_status").splitlines())

    def nobody_is_missing(self: Any) -> bool:
        # Signed in already: the page must stay readable, from memory.
        return bool(self.client.counts()["missing"] == 0)

    def heard_in_round(self: Any, number: int) -> int:
        return int(self.stored(self.program, "SELECT count(*) FROM last_status WHERE payload "
                                             f"LIKE '%\"firmware\":{number},%'"))


class DiskFull(OnSqlite, DatabaseAway, NeedsNamespaces, Stage):
    """The data folder is a small file system of its own, filled to the last byte."""

    def data(self) -> Path:
        folder = self.folder / "data"
        folder.mkdir()
        mount_tmpfs(self, folder, "32m")
        return folder

    def take_away(self) -> None:
        with (self.folder / "data/ballast").open("wb", buffering=0) as ballast:
            for size in (1 << 20, 4096, 1):
                try:
                    while True:
                        ballast.write(bytes(size))
                except OSError:
                    continue

    def bring_back(self) -> None:
        (self.folder / "data/ballast").unlink()

    def test_is_said_and_survived(self) -> None:
        super().test_is_said_and_survived()
        self.assertEqual("ok", self.stored(self.program, "PRAGMA integrity_check"))


class PostgresStopped(OnPostgres, DatabaseAway, Stage):
    """PostgreSQL is stopped as by a crash, and started again."""

    def take_away(self) -> None:
        self.database_server.stop()

    def bring_back(self) -> None:
        self.database_server.start()


class PostgresCrashed(OnPostgres, Stage):
    """Nobody speaks any more when it happens, so nothing later hides what was lost."""

    typical_seconds = 40
    devices = 10_000
    first_part = 5_000

    def setUp(self) -> None:
        super().setUp()
        self.shipped = self.broker()
        grid = self.campus(self.devices)
        self.program = self.server(self.shipped, grid, database=self.database()).start()
        self.messages = [board.message() for board in grid.boards]

    def rows(self) -> set[str]:
        return set(self.stored(self.program,
                               "SELECT topic || ' ' || payload FROM last_status").splitlines())

    def acknowledged(self) -> int:
        return int(self.program.metric("sensocampus_status_applied_total"))

    def test_what_was_acknowledged_is_stored_and_the_rest_comes(self) -> None:
        with self.shipped.publisher() as boards:
            boards.publish(self.messages[:self.first_part])
            boards.settle()
            wait_for(lambda: self.acknowledged() == self.first_part, "first part committed")
            boards.publish(self.messages[self.first_part:])
            boards.settle()
        self.database_server.stop()
        wait_for(lambda: not self.program.is_ready(), "503 of /health/ready", 30)
        acknowledged = self.acknowledged()

        # The server must not write again before we have looked.
        assert self.program.child
        os.kill(self.program.child.pid, signal.SIGSTOP)
        self.database_server.start()
        found = self.rows()
        sent = [f"{topic} {payload}" for topic, payload in self.messages]
        os.kill(self.program.child.pid, signal.SIGCONT)
        self.assertGreaterEqual(len(found), acknowledged)
        self.assertEqual(set(), set(sent[:self.first_part]) - found)
        self.assertEqual(set(), found - set(sent), "nothing that nobody said")

        wait_for(lambda: self.rows() == set(sent), "every message", 60)
        wait_for(self.program.is_ready, "recovery by itself", 30)
        self.assertEqual(self.devices, self.program.client.counts()["online"])
        check_history(self, lambda sql: self.stored(self.program, sql), self.program.client)


if __name__ == "__main__":
    unittest.main()
