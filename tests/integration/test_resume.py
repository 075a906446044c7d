"""An open page survives a restart of the server: it ends as a fresh page, without reloading."""

from __future__ import annotations

import unittest
from threading import Event
from typing import Any

from harness.live_page import LivePage
from harness.stage import OnPostgres, OnSqlite, Stage
from harness.waiting import wait_for

DEVICES = 400
CHANGED = 50
STOPPED_SECONDS = 5


class Resume:
    typical_seconds = 25

    def setUp(self: Any) -> None:
        super().setUp()
        self.boards = self.broker()
        self.grid = self.campus(DEVICES)
        self.program = self.server(self.boards, self.grid, database=self.database()).start()
        self.page = LivePage(self.program.client, self.stream(self.program),
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

    def test_changes_arrive_at_an_open_page(self: Any) -> None:
        wait_for(self.page.is_open, "open stream")
        self.say(0, CHANGED, firmware=240101)
        wait_for(lambda: self.program.client.counts()["online"] == CHANGED, "online boards")
        wait_for(self.page.equals_a_fresh_one, "page like a fresh one", 5)
        self.assertEqual(1, self.page.times_read, "live events are enough for that")

    def test_an_open_page_survives_a_restart(self: Any) -> None:
        wait_for(self.page.is_open, "open stream")
        self.program.terminate()
        self.rename(CHANGED, "Renommé à l'arrêt")
        self.say(CHANGED, CHANGED, firmware=250101)
        Event().wait(STOPPED_SECONDS)  # the outage itself, not a wait for something
        self.program.launch()
        wait_for(self.program.is_ready, "ready server", 30)
        wait_for(lambda: self.program.client.counts()["online"] == CHANGED, "queued messages")
        wait_for(self.page.equals_a_fresh_one, "page like a fresh one", 15)
        rows = list(self.page.rows.values())
        self.assertEqual(CHANGED, sum(row["name"].startswith("Renommé") for row in rows))
        self.assertEqual(CHANGED, sum(row["firmware"] == "250101" for row in rows))


class ResumeOnSqlite(OnSqlite, Resume, Stage):
    pass


class ResumeOnPostgres(OnPostgres, Resume, Stage):
    pass


if __name__ == "__main__":
    unittest.main()
