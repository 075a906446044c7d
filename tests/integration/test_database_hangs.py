"""PostgreSQL is there and answers nothing, as on a machine whose disk hangs: what needs no database
goes on at once, what needs it is told so, and nothing is lost (R19)."""

from __future__ import annotations

import random
import threading
import unittest

from harness.http_client import HttpClient
from harness.publisher import Publisher
from harness.stage import OnPostgres, Stage
from harness.waiting import wait_for

DEVICES = 40
# More than the threads that answer requests.
ASKED_AT_ONCE = 16


class DatabaseHangs(OnPostgres, Stage):
    typical_seconds = 40

    def setUp(self) -> None:
        super().setUp()
        self.shipped = self.broker()
        self.grid = self.campus(DEVICES)
        self.program = self.server(self.shipped, self.grid, database=self.database()).start()
        self.client = self.program.client
        self.answers: list[int] = []

    def ask_for_devices(self) -> list[threading.Thread]:
        """Pages of single devices, which are read from the database."""
        def ask(uuid: str) -> None:
            client = HttpClient(self.program.port)
            client.cookies = dict(self.client.cookies)
            self.answers.append(client.request("GET", f"/api/v1/devices/{uuid}").status)

        threads = [threading.Thread(target=ask, args=(board.uuid,), daemon=True)
                   for board in self.grid.boards[:ASKED_AT_ONCE]]
        for thread in threads:
            thread.start()
        return threads

    def ask_as_strangers(self) -> list[threading.Thread]:
        """With cookies of sessions that nobody knows, which only the database can tell."""
        def ask() -> None:
            stranger = HttpClient(self.program.port)
            stranger.cookies = {name: "".join(random.sample(value[:-1], 42)) + value[-1]
                                for name, value in self.client.cookies.items()}
            stranger.request("GET", "/api/v1/summary")

        threads = [threading.Thread(target=ask, daemon=True) for _ in range(ASKED_AT_ONCE)]
        for thread in threads:
            thread.start()
        return threads

    def test_strangers_hold_nobody_up(self) -> None:
        self.database_server.freeze()
        self.addCleanup(self.database_server.thaw)
        strangers = self.ask_as_strangers()
        for _ in range(50):
            self.assertEqual(DEVICES, self.client.counts()["never_seen"])
        self.assertTrue(all(stranger.is_alive() for stranger in strangers))

    def test_holds_nobody_up(self) -> None:
        self.assertEqual(DEVICES, self.client.counts()["never_seen"])
        self.database_server.freeze()
        self.addCleanup(self.database_server.thaw)
        threads = self.ask_for_devices()

        with Publisher("127.0.0.1", self.shipped.port) as boards:
            boards.publish(board.message() for board in self.grid.boards)
            boards.settle()
        wait_for(lambda: self.client.counts()["online"] == DEVICES, "presence from memory")
        self.assertEqual(DEVICES, self.client.get("/api/v1/devices")["total"])
        wait_for(lambda: not self.program.is_ready(), "503 of /health/ready", 30)
        for thread in threads:
            thread.join(30)
        self.assertEqual([503] * ASKED_AT_ONCE, self.answers)

        self.database_server.thaw()
        wait_for(self.program.is_ready, "recovery by itself", 30)
        wait_for(lambda: self.stored(self.program, "SELECT count(*) FROM last_status")
                 == str(DEVICES), "every status in the database")
        self.answers.clear()
        for thread in self.ask_for_devices():
            thread.join(30)
        self.assertEqual([200] * ASKED_AT_ONCE, self.answers)


if __name__ == "__main__":
    unittest.main()
