"""What arrives is applied, discovered or refused, and an operator can read which."""

from __future__ import annotations

import unittest
from typing import Any

from harness.broker import Broker
from harness.publisher import status
from harness.server import Server
from harness.stage import Stage
from harness.waiting import wait_for

# A body that is refused, and the word for it.
REFUSED: tuple[tuple[str, bytes, str], ...] = (
    ("not JSON", b"{'unitID': 1}", "not_json"),
    ("not UTF-8", b'{"unitID":"\xff\xfe"}', "not_json"),
    ("empty", b"", "not_json"),
    ("an array", b"[1,2,3]", "not_an_object"),
    ("no unitID", b'{"status":"running"}', "no_unit_id"),
    ("a unitID that is a list", b'{"unitID":[1]}', "bad_unit_id"),
    ("too deep", b'{"unitID":' + b"[" * 40 + b"]" * 40 + b"}", "too_deep"),
    ("over 64 kB", b'{"unitID":"aa:bb:cc:dd:ee:ff","x":"' + b"x" * 70_000 + b'"}', "too_large"),
)

# Legal bodies that the old server refused: `{}` stands for the MAC.
ACCEPTED: tuple[tuple[str, str], ...] = (
    ("an apostrophe", '{"unitID":"{}","status":"running","note":"l\'été"}'),
    ("newlines", '{\n"unitID"\n:\r\n"{}"\n}'),
    ("escapes", '{"unitID":"{}","note":"\\u00e9\\n\\"\\\\"}'),
    ("any order", '{"firmware":240101,"unitID":"{}"}'),
    ("a duplicate, the last wins", '{"unitID":"00:00:00:00:00:01","unitID":"{}"}'),
    ("numbers as strings", '{"unitID":"{}","frequency":"1800","firmware":"240101"}'),
    ("upper case", '{"unitID":"{upper}"}'),
    ("dashes", '{"unitID":"{dashes}"}'),
)


class Messages(Stage):
    typical_seconds = 10

    def setUp(self) -> None:
        super().setUp()
        self.boards = self.broker()
        self.grid = self.campus(20)
        self.program = self.server(self.boards, self.grid).start()
        self.client = self.program.client

    def publish(self, topic: str, body: str | bytes, retain: bool = False) -> None:
        with self.boards.publisher() as publisher:
            publisher.publish([(topic, body)], retain)
            publisher.settle()

    def test_garbage_is_refused_with_its_reason(self) -> None:
        for number, (what, body, reason) in enumerate(REFUSED):
            with self.subTest(what):
                topic = f"garbage/{number}/device"
                self.publish(topic, body)
                found = wait_for(lambda wanted=topic: self.refusal(wanted), f"refusal of {what}")
                self.assertEqual(reason, found["reason"])
        counts = self.client.get("/api/v1/refusals")["counts"]
        self.assertEqual(len(REFUSED), sum(item["count"] for item in counts))
        self.assertEqual(len(REFUSED), self.program.metric("sensocampus_status_refused_total"))
        self.assertEqual(0, self.client.counts()["online"])

    def refusal(self, topic: str) -> Any:
        items = self.client.get("/api/v1/refusals")["items"]
        return next((item for item in items if item["topic"] == topic), None)

    def test_legal_bodies_are_applied(self) -> None:
        for board, (what, template) in zip(self.grid.boards, ACCEPTED):
            with self.subTest(what):
                body = (template.replace("{upper}", board.mac.upper())
                        .replace("{dashes}", board.mac.replace(":", "-"))
                        .replace("{}", board.mac))
                self.publish(f"{board.base_topic}/device", body)
                device = wait_for(lambda which=board: self.heard(which.uuid), f"life by {what}", 5)
                self.assertEqual(body, device["last_message"]["payload"])
        self.assertEqual(len(ACCEPTED), self.client.counts()["online"])

    def heard(self, uuid: str) -> Any:
        device = self.client.get(f"/api/v1/devices/{uuid}")
        return device if device["last_message"] else None

    def test_an_unknown_device_is_discovered(self) -> None:
        for _ in range(3):
            self.publish("u9/101/device", status("30:ae:a4:ff:ff:01"))
        self.publish("TestTopic/neOSensor_ff02/device", status("30:ae:a4:ff:ff:02"))
        wait_for(lambda: self.client.get("/api/v1/summary")["discovered"] == 2, "two discovered")
        items = {item["topic"]: item for item in self.client.get("/api/v1/discovered")["items"]}
        self.assertEqual(3, items["u9/101/device"]["count"])
        self.assertFalse(items["u9/101/device"]["sandbox"])
        self.assertTrue(items["TestTopic/neOSensor_ff02/device"]["sandbox"])
        self.assertEqual(20, self.client.counts()["never_seen"])

    def test_another_rooms_topic_is_said(self) -> None:
        board = self.grid.boards[0]
        self.publish("elsewhere/7/device", status(board.mac))
        device = wait_for(lambda: self.heard(board.uuid), "life")
        self.assertEqual("online", device["presence"])
        self.assertEqual("elsewhere/7", device["seen_topic"])
        self.assertEqual(board.base_topic, device["base_topic"])

    def test_a_sandbox_message_keeps_nobody_alive(self) -> None:
        board = self.grid.boards[0]
        self.publish("TestTopic/neOSensor_0001/device", status(board.mac))
        self.publish(*self.grid.boards[1].message())
        wait_for(lambda: self.heard(self.grid.boards[1].uuid), "message after it")
        self.assertIsNone(self.heard(board.uuid), "R17")

    def test_a_retained_message_is_no_sign_of_life(self) -> None:
        # Retained before the server's first subscription: it then arrives marked as retained.
        early, later = self.grid.boards[:2]
        broker = Broker(self.folder / "other").start()
        self.addCleanup(broker.kill)
        with broker.publisher() as publisher:
            publisher.publish([early.message()], retain=True)
            publisher.settle()
        program = Server(self.folder / "other-data", [broker.url])
        program.data.mkdir()
        self.addCleanup(lambda: program.child and program.child.kill())
        program.prepare(self.grid.path)
        program.start()
        # Ready comes before heard, and what is published in between reaches nobody.
        wait_for(lambda: program.metric("sensocampus_broker_heard") == 1, "server that listens")
        with broker.publisher() as publisher:
            publisher.publish([later.message()])
        wait_for(lambda: program.client.counts()["online"] == 1, "message after it")
        row = program.client.get(f"/api/v1/devices/{early.uuid}")
        self.assertEqual("never_seen", row["presence"])
        self.assertEqual(1, program.metric("sensocampus_mqtt_retained_ignored_total"))


if __name__ == "__main__":
    unittest.main()
