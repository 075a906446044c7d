"""An open page survives a restart of the server: it ends as a fresh page, without reloading."""

from __future__ import annotations

import unittest
from threading import Event
from typing import Any

from harness.http_client import HttpClient
from harness.line import Line
from harness.live_page import LivePage
from harness.server import ADMINISTRATOR, PASSWORD
from harness.stage import OnPostgres, OnSqlite, Stage
from harness.waiting import wait_for

DEVICES = 500  # a page of the list, and as many changes as one event names
CHANGED = 50
STOPPED_SECONDS = 5


class Resume:
    typical_seconds = 25

    def setUp(self: Any) -> None:
        super().setUp()
        self.boards = self.broker()
        self.grid = self.campus(DEVICES)
        self.program = self.server(self.boards, self.grid, database=self.database()).start()
        self.line = Line(self.program.port)
        self.addCleanup(self.line.cut)
        reader = HttpClient(self.line.port)
        reader.login(ADMINISTRATOR, PASSWORD)
        self.page = LivePage(reader, self.stream(self.program, reader),
                             {"sort": "name", "limit": 500})

    def say(self: Any, first: int, count: int, firmware: int) -> None:
        with self.boards.publisher() as publisher:
            publisher.publish(board.message(firmware=firmware)
                              for board in self.grid.boards[first:first + count])
            publisher.settle()

    def rename(self: Any, count: int, name: str) -> None:
        for number, device in enumerate(self.grid.document["devices"][:count]):
            device["name"] = f"{name} {number}"
        self.grid.save()
        self.program.load(self.grid.path)

    def ends_as_a_fresh_one(self: Any, seconds: float) -> None:
        found: list[str] = []

        def is_equal() -> bool:
            found[:] = self.page.differences()
            return not found

        try:
            wait_for(is_equal, "page like a fresh one", seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}; different: {found}") from error

    def test_changes_arrive_at_an_open_page(self: Any) -> None:
        wait_for(self.page.is_open, "open stream")
        self.say(0, CHANGED, firmware=240101)
        wait_for(lambda: self.program.client.counts()["online"] == CHANGED, "online boards")
        self.ends_as_a_fresh_one(5)
        self.assertEqual(1, self.page.times_read, "live events are enough for that")

    def test_many_changes_at_once_arrive_at_an_open_page(self: Any) -> None:
        wait_for(self.page.is_open, "open stream")
        self.say(0, DEVICES, firmware=240101)
        wait_for(lambda: self.program.client.counts()["online"] == DEVICES, "online boards")
        self.ends_as_a_fresh_one(5)
        self.assertEqual(1, self.page.times_read, "live events are enough for that")

    def test_an_open_page_survives_a_broken_line(self: Any) -> None:
        wait_for(self.page.is_open, "open stream")
        self.say(0, CHANGED, firmware=240101)
        wait_for(lambda: self.program.client.counts()["online"] == CHANGED, "online boards")
        self.ends_as_a_fresh_one(5)
        self.line.cut()
        self.say(CHANGED, CHANGED, firmware=250101)
        wait_for(lambda: self.program.client.counts()["online"] == 2 * CHANGED, "online boards")
        self.line.mend()
        self.ends_as_a_fresh_one(15)
        self.assertEqual(1, self.page.times_read, "the line came back inside the ring")

    def test_an_open_page_survives_a_restart(self: Any) -> None:
        wait_for(self.page.is_open, "open stream")
        self.program.terminate()
        self.rename(CHANGED, "Renommé à l'arrêt")
        self.say(CHANGED, CHANGED, firmware=250101)
        Event().wait(STOPPED_SECONDS)  # the outage itself, not a wait for something
        self.program.launch()
        wait_for(self.program.is_ready, "ready server", 30)
        wait_for(lambda: self.program.client.counts()["online"] == CHANGED, "queued messages")
        self.ends_as_a_fresh_one(15)
        rows = list(self.page.rows.values())
        self.assertEqual(CHANGED, sum(row["name"].startswith("Renommé") for row in rows))
        self.assertEqual(CHANGED, sum(row["firmware"] == "250101" for row in rows))


class ResumeOnSqlite(OnSqlite, Resume, Stage):
    pass


class ResumeOnPostgres(OnPostgres, Resume, Stage):
    pass


if __name__ == "__main__":
    unittest.main()
