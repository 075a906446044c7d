"""R8-R10: the link to the broker swallows every packet for 70 s while most boards report on."""

from __future__ import annotations

import time
import unittest
from datetime import datetime
from typing import Any

from harness.broker import Broker
from harness.campus import Board
from harness.http_client import HttpClient
from harness.namespaces import Firewall, NeedsNamespaces
from harness.reporting import ReportingBoards
from harness.stage import Stage
from harness.waiting import hold_for, wait_for

DEVICES = 200
INTERVAL = 5
CLOSED_SECONDS = 70
# Some boards say nothing from before the closure until this long after the end of the blind time:
# by their silence alone they are late after interval + 60 s, that is 65 s, and missing 20 s later.
# Blind time gives them 65 s from its own end.
QUIET_DEVICES = 50
QUIET_SECONDS = 50
TOLERANCE_SECONDS = 15

# The server reaches the broker by an address of its own, so that only its packets are dropped.
SERVER_SIDE = "127.0.0.2"


class Firewalled(NeedsNamespaces, Stage):
    typical_seconds = 125

    def test_one_blind_interval_and_nobody_missing(self) -> None:
        broker = self.broker(address="0.0.0.0")
        broker.url = f"mqtt://{SERVER_SIDE}:{broker.port}"
        campus = self.campus(DEVICES)
        campus.set_interval(INTERVAL)
        program = self.server(broker, campus).start()
        client = program.client
        quiet, talking = campus.boards[:QUIET_DEVICES], campus.boards[QUIET_DEVICES:]
        boards = ReportingBoards(broker, talking, INTERVAL)
        self.addCleanup(boards.stop)
        self.speak(broker, quiet)
        wait_for(lambda: client.counts()["online"] == DEVICES, "everybody online")
        wait_for(lambda: client.get("/api/v1/brokers")["items"][0]["state"] == "heard", "canary")
        before = len(self.blind_intervals(program))

        firewall = Firewall(SERVER_SIDE)
        firewall.close()
        closed_at = time.time()
        hold_for(lambda: self.nobody_is_suspected(client), "nobody is late or missing",
                 CLOSED_SECONDS)
        self.assertEqual("blind", client.get("/api/v1/brokers")["items"][0]["state"])
        firewall.open()
        opened_at = time.time()

        wait_for(lambda: client.get("/api/v1/brokers")["items"][0]["state"] == "heard",
                 "end of the blind time", TOLERANCE_SECONDS)
        # Longer than the window of 20 s: who was taken for late when it opened is missing within.
        hold_for(lambda: self.nobody_is_suspected(client), "nobody is late or missing",
                 QUIET_SECONDS)
        self.speak(broker, quiet)
        wait_for(lambda: client.counts()["online"] == DEVICES, "everybody online again")
        found = self.blind_intervals(program)
        self.assertEqual(before + 1, len(found), f"one blind interval, not {found}")
        since, until = seconds(found[0]["since"]), seconds(found[0]["until"])
        self.assertLessEqual(abs(since - closed_at), TOLERANCE_SECONDS)
        self.assertLessEqual(abs(until - opened_at), TOLERANCE_SECONDS)

    def speak(self, broker: Broker, boards: list[Board]) -> None:
        with broker.publisher() as publisher:
            publisher.publish(board.message(frequency=INTERVAL) for board in boards)
            publisher.settle()

    def nobody_is_suspected(self, client: HttpClient) -> bool:
        counts = client.counts()
        return bool(counts["late"] == 0 and counts["missing"] == 0)

    def blind_intervals(self, program: Any) -> list[Any]:
        found: list[Any] = program.client.get("/api/v1/brokers")["items"][0]["blind"]
        return found


def seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


if __name__ == "__main__":
    unittest.main()
