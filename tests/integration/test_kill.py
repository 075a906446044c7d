"""R5-R7: what a board published while the server was killed, or the broker restarted, counts."""

from __future__ import annotations

import unittest
from typing import Any

from harness.broker import Broker
from harness.campus import Campus
from harness.server import Server
from harness.stage import OnPostgres, OnSqlite, Stage
from harness.waiting import wait_for

DEVICES = 10_000
BEFORE = 6_000  # published before the blow; the rest meets it


class Kill:
    """10,000 registered devices, one status of each at QoS 0 through the shipped broker file."""

    typical_seconds = 60

    def setUp(self: Any) -> None:
        super().setUp()
        self.shipped = self.broker()
        self.grid = self.campus(DEVICES)
        self.program = self.server(self.shipped, self.grid, database=self.database()).start()
        self.messages = [board.message() for board in self.grid.boards]

    def committed(self: Any) -> int:
        return int(self.stored(self.program, "SELECT count(*) FROM last_status"))

    def publish_first_part(self: Any) -> None:
        with self.shipped.publisher() as boards:
            boards.publish(self.messages[:BEFORE])
            boards.settle()
        wait_for(lambda: self.committed() > 0, "first commit")

    def expect_everything(self: Any) -> None:
        wait_for(lambda: self.committed() == DEVICES, f"{DEVICES} devices with a last message", 60)
        client = self.program.client
        wait_for(lambda: client.counts()["never_seen"] == 0, "a page that shows them", 10)
        self.assertEqual(0, client.counts()["missing"])
        # Each device has its own message, not a neighbour's.
        self.assertEqual(str(DEVICES), self.stored(
            self.program, "SELECT count(DISTINCT topic || payload) FROM last_status"))

    def test_sigkill_of_the_server_loses_nothing(self: Any) -> None:
        self.publish_first_part()
        with self.shipped.publisher() as boards:
            boards.publish(self.messages[BEFORE:])
            self.program.kill()
            boards.settle()
        self.assertLess(self.committed(), DEVICES, "the blow came too late to test anything")
        self.program.start()
        self.expect_everything()

    def test_a_restart_of_the_broker_loses_nothing(self: Any) -> None:
        self.publish_first_part()
        self.assertLess(self.committed(), BEFORE, "the restart came too late to test anything")
        self.shipped.restart()
        with self.shipped.publisher() as boards:
            boards.publish(self.messages[BEFORE:])
            boards.settle()
        self.expect_everything()
        path = self.program.client.get("/api/v1/brokers")["items"][0]
        self.assertIn("disconnected", [blind["reason"] for blind in path["blind"]])


class KillOnSqlite(OnSqlite, Kill, Stage):
    pass


class KillOnPostgres(OnPostgres, Kill, Stage):
    pass


if __name__ == "__main__":
    unittest.main()
