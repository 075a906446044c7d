"""Presence as people see it, in real time: who falls silent is missing, who speaks is online."""

from __future__ import annotations

import unittest
from datetime import datetime, timedelta
from typing import Any

from harness.reporting import ReportingBoards
from harness.stage import Stage
from harness.waiting import wait_for

DEVICES = 40
SILENT = 10
INTERVAL = 5
# R13: interval + 60 s + 2 %, then R14's 20 s.
LATE_AFTER = INTERVAL + 60 + 0.02 * INTERVAL
MISSING_AFTER = LATE_AFTER + 20


class Presence(Stage):
    typical_seconds = 110

    def test_only_the_silent_ones_go_missing(self) -> None:
        broker = self.broker()
        campus = self.campus(DEVICES)
        campus.set_interval(INTERVAL)
        program = self.server(broker, campus).start()
        stream = self.stream(program)
        with broker.publisher() as boards:
            boards.publish(board.message(frequency=INTERVAL) for board in campus.boards)
        talking = ReportingBoards(broker, campus.boards[SILENT:], INTERVAL)
        self.addCleanup(talking.stop)

        client = program.client
        wait_for(lambda: client.counts()["online"] == DEVICES, "boards online")
        wait_for(lambda: client.counts()["late"] == SILENT, "late boards", LATE_AFTER + 5)
        self.assertEqual(0, client.counts()["missing"], "late comes before missing")
        wait_for(lambda: client.counts()["missing"] == SILENT, "missing boards",
                 MISSING_AFTER - LATE_AFTER + 15)
        self.assertEqual({board.name for board in campus.boards[:SILENT]},
                         {row["name"] for row in client.devices(state="missing")})
        self.assertEqual(DEVICES - SILENT, client.counts()["online"])

        known = client.get("/api/v1/transitions", minutes=10)
        self.assertEqual(SILENT, known["went_missing"])

        def told_missing() -> int:
            told = [item for event in stream.events("transitions") for item in event.data["items"]]
            return len({item["device_id"] for item in told if item["to"] == "missing"})

        # The stream looks for news twice a second: a moment after the counters.
        wait_for(lambda: told_missing() == SILENT, "transitions on the stream", 10)
        with broker.publisher() as boards:
            boards.publish([campus.boards[0].message(frequency=INTERVAL)])
        wait_for(lambda: client.counts()["missing"] == SILENT - 1, "board that came back", 5)
        device: Any = client.get(f"/api/v1/devices/{campus.boards[0].uuid}")
        self.assertEqual(["online", "missing", "late", "online"],
                         [interval["presence"] for interval in device["intervals"]][:4])
        last, deadline = (datetime.fromisoformat(device[name].replace("Z", "+00:00"))
                          for name in ("last_seen_at", "deadline_at"))
        self.assertEqual(INTERVAL, device["announced_s"])
        whole = timedelta(seconds=device["interval_s"] + device["tolerance_s"])
        self.assertLess(abs(deadline - last - whole), timedelta(seconds=1), "deadline (R13)")


if __name__ == "__main__":
    unittest.main()
