"""R8-R10: the link to the broker swallows every packet for 70 s while boards go on reporting."""

from __future__ import annotations

import time
import unittest
from datetime import datetime
from typing import Any

from harness.namespaces import Firewall, NeedsNamespaces
from harness.reporting import ReportingBoards
from harness.stage import Stage
from harness.waiting import hold_for, wait_for

DEVICES = 200
INTERVAL = 5
CLOSED_SECONDS = 70
TOLERANCE_SECONDS = 15

# The server reaches the broker by an address of its own, so that only its packets are dropped.
SERVER_SIDE = "127.0.0.2"


class Firewalled(NeedsNamespaces, Stage):
    typical_seconds = 160

    def test_one_blind_interval_and_nobody_missing(self) -> None:
        broker = self.broker(address="0.0.0.0")
        broker.url = f"mqtt://{SERVER_SIDE}:{broker.port}"
        campus = self.campus(DEVICES)
        campus.set_interval(INTERVAL)
        program = self.server(broker, campus).start()
        client = program.client
        boards = ReportingBoards(broker, campus.boards, INTERVAL)
        self.addCleanup(boards.stop)
        wait_for(lambda: client.counts()["online"] == DEVICES, "everybody online")
        wait_for(lambda: client.get("/api/v1/brokers")["items"][0]["state"] == "heard", "canary")
        before = len(self.blind_intervals(program))

        firewall = Firewall(SERVER_SIDE)
        firewall.close()
        closed_at = time.time()
        hold_for(lambda: client.counts()["missing"] == 0, "nobody is missing", CLOSED_SECONDS)
        self.assertEqual("blind", client.get("/api/v1/brokers")["items"][0]["state"])
        firewall.open()
        opened_at = time.time()

        wait_for(lambda: client.get("/api/v1/brokers")["items"][0]["state"] == "heard",
                 "end of the blind time", TOLERANCE_SECONDS)
        # Past every deadline that the silence could have moved: interval + 60 s, and 20 s.
        hold_for(lambda: client.counts()["missing"] == 0, "nobody is missing", 30)
        wait_for(lambda: client.counts()["online"] == DEVICES, "everybody online again")
        found = self.blind_intervals(program)
        self.assertEqual(before + 1, len(found), f"one blind interval, not {found}")
        since, until = seconds(found[0]["since"]), seconds(found[0]["until"])
        self.assertLessEqual(abs(since - closed_at), TOLERANCE_SECONDS)
        self.assertLessEqual(abs(until - opened_at), TOLERANCE_SECONDS)

    def blind_intervals(self, program: Any) -> list[Any]:
        found: list[Any] = program.client.get("/api/v1/brokers")["items"][0]["blind"]
        return found


def seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


if __name__ == "__main__":
    unittest.main()
