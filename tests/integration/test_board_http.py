"""Boards ask for their credentials: every row of contract/http.md, on both databases."""

from __future__ import annotations

import concurrent.futures
import contextlib
import json
import re
import sqlite3
import stat
import unittest
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from harness.http_client import Answer, HttpClient
from harness.registry import DATABASE_FILE, dump_sqlite, write_sqlite
from harness.stage import OnPostgres, OnSqlite, Stage
from harness.waiting import wait_for

OTHER_TYPE = {"uuid": "019b76da-a801-7f45-8980-185dc406ec99", "name": "Sensor",
              "manufacturer": "", "connectivity": "other"}
LAMP, OWN_BROKER, DISABLED, SENSOR = range(4)


class BoardHttp:
    typical_seconds = 25

    def setUp(self: Any) -> None:
        super().setUp()
        grid = self.campus(6)
        devices = grid.document["devices"]
        grid.document["device_types"].append(OTHER_TYPE)
        devices[DISABLED]["enabled"] = False
        devices[SENSOR]["type"] = OTHER_TYPE["name"]
        grid.save()
        self.boards = grid.boards
        self.shipped = self.broker()
        self.program = self.server(self.shipped, grid, database=self.database())
        self.write("UPDATE device SET broker_server = 'mqtt.example.org', broker_port = 10883 "
                   f"WHERE id = '{self.boards[OWN_BROKER].uuid}'")
        self.program.start()

    def ask(self: Any, mac: str, method: str = "GET", path: str = "/device/credentials") -> Answer:
        """As a board does: without cookies."""
        return HttpClient(self.program.port).request(method, f"{path}?mac={mac}")

    def mac(self: Any, board: int = LAMP) -> str:
        return str(self.boards[board].mac)

    def login(self: Any, board: int = LAMP) -> str:
        return "senso_" + self.mac(board).replace(":", "")

    def password(self: Any, board: int = LAMP) -> str:
        """Of a first delivery."""
        answer = self.ask(self.mac(board))
        self.assertEqual(200, answer.status, answer.body)
        return str(answer.json()["password"])

    def change(self: Any, action: str, board: int = LAMP) -> int:
        path = f"/api/v1/devices/{self.boards[board].uuid}/credentials/{action}"
        return int(self.program.client.request("POST", path).status)

    def test_the_password_is_in_the_first_answer_only(self: Any) -> None:
        first = self.ask(self.mac())
        self.assertEqual(200, first.status)
        self.assertEqual("application/json", first.headers["Content-Type"])
        self.assertEqual(str(len(first.body)), first.headers["Content-Length"])
        self.assertEqual(["login", "password"], list(first.json()))
        self.assertEqual(self.login(), first.json()["login"])
        self.assertRegex(first.json()["password"], r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
        for _ in range(3):
            self.assertEqual({"login": self.login()}, self.ask(self.mac()).json())

    def test_after_a_revocation_there_is_another_first_answer(self: Any) -> None:
        first = self.password()
        self.assertEqual(204, self.change("revoke"))
        second = self.password()
        self.assertNotEqual(first, second)
        self.assertEqual({"login": self.login()}, self.ask(self.mac()).json())

    def test_a_lost_answer_is_seen_and_rescued_by_one_action(self: Any) -> None:
        first = self.password()
        self.assertEqual({"login": self.login()}, self.ask(self.mac()).json())
        self.assertEqual("1", self.stored(
            self.program, "SELECT count(*) FROM credential WHERE lost_at_us IS NOT NULL"))
        self.assertEqual(204, self.change("redeliver"))
        self.assertNotEqual(first, self.password())
        self.assertEqual("delivery_lost", self.stored(
            self.program, "SELECT action FROM change WHERE action = 'delivery_lost'"))

    def test_a_device_with_its_own_broker_is_told_so_each_time(self: Any) -> None:
        first = self.ask(self.mac(OWN_BROKER)).json()
        self.assertEqual(["login", "password", "server", "port"], list(first))
        later = self.ask(self.mac(OWN_BROKER)).json()
        self.assertEqual({"login": self.login(OWN_BROKER), "server": "mqtt.example.org",
                          "port": 10883}, later)

    def test_every_spelling_is_the_same_device(self: Any) -> None:
        self.password()
        digits = self.mac().split(":")
        mixed = f"{digits[0]}-{digits[1]}:{digits[2]}-{digits[3]}:{digits[4]}-{digits[5]}"
        for spelling in (self.mac().upper(), self.mac().replace(":", "-"), mixed,
                         quote(self.mac(), safe=""), f"%20{self.mac()}%20", f"+{self.mac()}+"):
            self.assertEqual({"login": self.login()}, self.ask(spelling).json(), spelling)
        self.assertEqual({"login": self.login()},
                         self.ask(self.mac(), path="/device/credentials/").json())

    def test_whoever_is_unknown_shut_out_or_has_none_is_refused(self: Any) -> None:
        for mac in ("", "x", self.mac().replace(":", ""), self.mac()[:-3], self.mac() + ":00",
                    "02:00:00:00:00:01"):
            self.assertEqual(403, self.ask(mac).status, mac)
        bare = HttpClient(self.program.port).request("GET", "/device/credentials")
        self.assertEqual(403, bare.status)
        self.assertEqual(403, self.ask(self.mac(DISABLED)).status)
        sensor = self.ask(self.mac(SENSOR))
        self.assertEqual(403, sensor.status)
        self.assertEqual("no_credentials", sensor.json()["reason"], "it says what is wrong")
        self.assertEqual(404, self.ask(self.mac(), path="/device/credentialsXYZ").status)

    def test_other_methods_are_refused_and_consume_nothing(self: Any) -> None:
        for method in ("HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
            answer = self.ask(self.mac(), method)
            self.assertEqual((405, "GET"), (answer.status, answer.headers["Allow"]), method)
        self.password()

    def test_one_of_many_that_ask_at_once_has_it(self: Any) -> None:
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = [answer.json() for answer in pool.map(self.ask, [self.mac()] * 16)]
        self.assertEqual(1, sum("password" in answer for answer in answers), answers)
        self.assertEqual({self.login()}, {answer["login"] for answer in answers})

    def test_only_unknown_macs_are_slowed(self: Any) -> None:
        self.password()
        statuses = [self.ask("02:00:00:00:00:01").status for _ in range(25)]
        self.assertEqual([403] * 20 + [429] * 5, statuses)
        self.assertRegex(self.ask("x").headers["Retry-After"], r"^[1-9]\d?$")
        self.assertEqual({self.login()}, {self.ask(self.mac()).json()["login"] for _ in range(30)})

    def test_without_the_database_only_first_deliveries_wait(self: Any) -> None:
        self.password()
        self.ask(self.mac())  # from here on there is nothing to note
        with self.nothing_written():
            first = self.ask(self.mac(OWN_BROKER))
            self.assertEqual(503, first.status)
            self.assertIn("Retry-After", first.headers)
            self.assertEqual({"login": self.login()}, self.ask(self.mac()).json())
            self.assertEqual(403, self.ask("02:00:00:00:00:01").status)
        wait_for(lambda: self.ask(self.mac(OWN_BROKER)).status == 200, "the first delivery", 30)

    def test_a_secret_that_waits_survives_a_restart(self: Any) -> None:
        self.assertEqual(204, self.change("issue"))
        key = self.program.data / "master.key"
        self.assertEqual(0o600, stat.S_IMODE(key.stat().st_mode))
        self.program.terminate()
        self.program.start()
        self.password()
        self.program.kill()
        self.program.start()
        self.assertEqual({"login": self.login()}, self.ask(self.mac()).json())

    def test_without_its_key_a_secret_goes_on_waiting(self: Any) -> None:
        self.assertEqual(204, self.change("issue"))
        self.program.terminate()
        key = self.program.data / "master.key"
        key.chmod(0o644)
        self.program.start()
        self.assertEqual(503, self.ask(self.mac()).status)
        self.assertIn("file_open_to_others", self.program.child.log_text())
        key.chmod(0o600)
        self.password()

    def test_no_secret_is_anywhere_but_in_the_answer(self: Any) -> None:
        password = self.password()
        self.ask(self.mac())
        self.assertEqual(204, self.change("redeliver"))
        waiting = self.stored(self.program,
                              "SELECT sealed FROM credential WHERE sealed IS NOT NULL")
        key = (self.program.data / "master.key").read_text().strip()
        second = self.password()
        metrics = self.program.client.request("GET", "/metrics").body.decode()
        rows = self.dump()
        for place in (rows, metrics, self.program.child.log_text()):
            for secret in (password, second, waiting, key):
                self.assertNotIn(secret, place)
        self.assertIn(self.login(), rows, "it was read")
        changes = [json.loads(text) for text in self.stored(
            self.program, "SELECT after FROM change WHERE entity = 'credential' "
                          "AND after IS NOT NULL").splitlines()]
        self.assertGreater(len(changes), 4)
        for change in changes:
            self.assertFalse(re.search("salt|digest|sealed|secret|127.0.0.1", str(change)))


class SqliteBoardHttp(OnSqlite, BoardHttp, Stage):
    def write(self, sql: str) -> None:
        write_sqlite(self.program.data, sql)

    def dump(self) -> str:
        return dump_sqlite(self.program.data)

    @contextlib.contextmanager
    def nothing_written(self) -> Iterator[None]:
        """Somebody else writes all the time."""
        with contextlib.closing(sqlite3.connect(self.program.data / DATABASE_FILE,
                                                isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")


class PostgresBoardHttp(OnPostgres, BoardHttp, Stage):
    def write(self, sql: str) -> None:
        self.database_server.value(sql)

    def dump(self) -> str:
        return self.database_server.dump()

    @contextlib.contextmanager
    def nothing_written(self) -> Iterator[None]:
        self.database_server.stop()
        yield
        self.database_server.start()


if __name__ == "__main__":
    unittest.main()
