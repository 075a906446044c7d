"""Brokers ask who may do what: every row of contract/http.md about them, on both databases."""

from __future__ import annotations

import http.client
import unittest
import uuid
from typing import Any
from urllib.parse import urlencode

from harness.http_client import Answer, HttpClient
from harness.places import TOP
from harness.stage import OnPostgres, OnSqlite, Stage
from harness.waiting import wait_for

LAMP, OTHER, DISABLED = range(3)
FORM = "application/x-www-form-urlencoded"


def multipart(fields: dict[str, str]) -> tuple[str, bytes]:
    """Content type and body."""
    cut = uuid.uuid4().hex
    parts = [f'--{cut}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
             for name, value in fields.items()]
    return f"multipart/form-data; boundary={cut}", ("".join(parts) + f"--{cut}--\r\n").encode()


class BrokerHttp:
    typical_seconds = 30

    def setUp(self: Any) -> None:
        super().setUp()
        grid = self.campus(6)
        grid.document["devices"][DISABLED]["enabled"] = False
        grid.save()
        self.boards = grid.boards
        self.program = self.server(self.broker(), grid, database=self.database()).start()
        answer = self.program.client.request(
            "GET", f"/device/credentials?mac={self.boards[LAMP].mac}").json()
        self.login, self.password = answer["login"], answer["password"]
        self.topic = self.boards[LAMP].base_topic

    def send(self: Any, path: str, content_type: str, body: bytes, **more: str) -> Answer:
        """`more`: another method, or whom a proxy speaks for."""
        connection = http.client.HTTPConnection("127.0.0.1", self.program.port, timeout=20)
        headers = {"Content-Type": content_type}
        if "speaks_for" in more:
            headers["X-Forwarded-For"] = more["speaks_for"]
        try:
            connection.request(more.get("method", "POST"), f"/mqtt_auth/{path}", body, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def ask(self: Any, path: str, **fields: str) -> int:
        """As a broker does, and the same as multipart: the status of both."""
        answer = self.send(path, FORM, urlencode(fields).encode())
        self.assertEqual(answer.status, self.send(path, *multipart(fields)).status, fields)
        if answer.status == 200:
            self.assertEqual((b"", "0"), (answer.body, answer.headers["Content-Length"]))
        return int(answer.status)

    def auth(self: Any, login: str, password: str) -> int:
        return int(self.ask("auth", username=login, password=password))

    def acl(self: Any, acc: object, topic: str, login: str = "") -> int:
        return int(self.ask("acl", username=login or self.login, topic=topic, clientid="c",
                            acc=str(acc)))

    def test_a_board_connects_with_what_it_was_given(self: Any) -> None:
        self.assertEqual(200, self.auth(self.login, self.password))
        self.assertEqual(200, self.auth(f" {self.login}\t", f"\r\n{self.password} "))
        self.assertEqual(200, self.ask("auth/", username=self.login, password=self.password,
                                       clientid="x", topic="", acc="-1"))
        for login, password in ((self.login, "wrong"), (self.login.upper(), self.password),
                                ("nobody", self.password), (self.login, self.password.upper()),
                                (self.login, ""), ("", self.password), (" ", " "),
                                (self.login, self.password + "x" * 600), ("x" * 600, "y"),
                                ("\0", "\0"), ("é" * 512, "é")):
            self.assertEqual(403, self.auth(login, password), (login, password))
        self.assertEqual(403, self.ask("auth", username=self.login))
        self.assertEqual(403, self.ask("auth", password=self.password))
        self.assertEqual(403, self.ask("auth"))

    def test_a_disabled_or_revoked_board_is_refused_everywhere(self: Any) -> None:
        login = "senso_" + self.boards[DISABLED].mac.replace(":", "")
        self.assertEqual(403, self.auth(login, "x"))
        self.assertEqual(403, self.acl(2, self.boards[DISABLED].base_topic + "/device", login))
        self.assertEqual(200, self.auth(self.login, self.password))
        path = f"/api/v1/devices/{self.boards[LAMP].uuid}/credentials/revoke"
        self.assertEqual(204, self.program.client.request("POST", path).status)
        self.assertEqual(403, self.auth(self.login, self.password), "at once")

    def test_nobody_is_superuser(self: Any) -> None:
        for login in (self.login, "test", "admin", "nobody", ""):
            self.assertEqual(403, self.ask("superuser", username=login), login)
        self.assertEqual(403, self.ask("superuser"))
        self.assertEqual(404, self.ask("superuser/", username=self.login))

    def test_the_number_says_what_is_asked(self: Any) -> None:
        device, command = f"{self.topic}/device", f"{self.topic}/device/command"
        others = self.boards[OTHER].base_topic
        rows = [
            (2, device, 200), (2, f" {device} ", 200), (2, command, 403), (2, self.topic, 403),
            (2, f"{self.topic}/+", 403), (2, f"{self.topic}/", 200),
            (1, command, 200), (1, device, 403), (1, "$SYS/broker/uptime", 403),
            (3, device, 403), (3, command, 403),
            (4, command, 200), (4, f"{self.topic}/+/command", 200), (4, f"{self.topic}/#", 403),
            (4, "#", 403), (4, "+/+/+/command", 403), (4, f"{self.topic}/+/#", 403),
            (4, f"$share/g/{self.topic}/+/command", 200), (4, "$share/g/#", 403),
            (4, f"{self.topic}/#/command", 403), (2, "$CONTROL/sensocampus/v1", 403),
            (2, "x" * 600, 403), (2, "", 403), (2, "\0", 403),
            (0, device, 403), (5, device, 403), (-1, device, 403), ("", device, 403),
            ("x", device, 400), ("2.0", device, 400),
        ]
        if others != self.topic:
            rows.append((2, f"{others}/device", 403))
        for acc, topic, status in rows:
            self.assertEqual(status, self.acl(acc, topic), (acc, topic))
        self.assertEqual(403, self.acl(2, device, "nobody"))
        self.assertEqual(403, self.ask("acl", username=self.login, topic=device, acc="2"))
        self.assertEqual(403, self.ask("acl", username=self.login, clientid="c", acc="2"))
        self.assertEqual(200, self.ask("acl/", username=self.login, topic=device, clientid="c",
                                       acc="2"))

    def test_the_sandbox_has_its_two_filters(self: Any) -> None:
        self.assertEqual(200, self.auth("test", "test"))
        self.assertEqual(200, self.acl(2, "TestTopic/a/device", "test"))
        self.assertEqual(200, self.acl(4, "TestTopic/+/+/command", "test"))
        self.assertEqual(403, self.acl(4, "TestTopic/#", "test"))
        self.assertEqual(403, self.acl(2, f"{self.topic}/device", "test"))

    def test_other_paths_and_methods_are_refused(self: Any) -> None:
        body = urlencode({"username": self.login, "password": self.password}).encode()
        for path in ("authXYZ", "auth/x", "auth//", "superuserX", "acls", "AUTH", ""):
            for method in ("POST", "GET"):
                answer = self.send(path, FORM, body if method == "POST" else b"", method=method)
                self.assertEqual(404, answer.status, (method, path))
        for path in ("auth", "auth/", "superuser", "acl", "acl/"):
            for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"):
                answer = self.send(path, FORM, b"", method=method)
                self.assertEqual((405, "POST"), (answer.status, answer.headers["Allow"]),
                                 (method, path))

    def test_what_is_no_form_is_a_bad_request(self: Any) -> None:
        bodies = [(FORM, b"username=%"), (FORM, b"username=%zz"), ("application/json", b"{}"),
                  ("", b"username=x"), ("multipart/form-data", b"x"),
                  ("multipart/form-data; boundary=cut", b"--cut\r\n"),
                  (FORM, b"&".join([b"a=1"] * 65)), (FORM, b"username=a&username=b")]
        for content_type, body in bodies:
            for path in ("auth", "acl"):
                self.assertEqual(400, self.send(path, content_type, body).status, body)
        self.assertEqual(413, self.send("acl", FORM, b"topic=" + b"x" * 70_000).status)
        self.assertEqual(403, self.send("acl", FORM, b"topic=" + b"x" * 64_000).status)
        self.assertEqual(403, self.send("auth", FORM, b"username=%ff&password=%00").status)

    def test_refusals_are_counted_by_reason(self: Any) -> None:
        self.auth(self.login, "wrong")
        self.auth("nobody", "x")
        self.acl(2, "x/y")
        scrape = self.program.client.request("GET", "/metrics").body.decode()
        for reason in ("wrong_secret", "unknown_login", "not_granted"):
            self.assertIn(f'sensocampus_broker_answers_total{{answer="{reason}"}} 2', scrape)
        self.assertNotIn("nobody", scrape)

    def test_a_use_is_noted_soon_and_a_reboot_is_no_lost_delivery(self: Any) -> None:
        self.assertEqual(200, self.auth(self.login, self.password))
        used = "SELECT first_used_on FROM credential WHERE first_used_at_us IS NOT NULL"
        wait_for(lambda: self.stored(self.program, used) == "127.0.0.1", "the use", 20)
        self.program.client.request("GET", f"/device/credentials?mac={self.boards[LAMP].mac}")
        self.assertEqual("0", self.stored(
            self.program, "SELECT count(*) FROM credential WHERE lost_at_us IS NOT NULL"))

    def test_a_use_is_noted_before_the_server_ends(self: Any) -> None:
        self.assertEqual(200, self.auth(self.login, self.password))
        self.program.terminate()
        self.assertEqual("1", self.stored(
            self.program, "SELECT count(*) FROM credential WHERE first_used_at_us IS NOT NULL"))

    def test_a_broker_on_one_connection_lets_a_fleet_in(self: Any) -> None:
        """As mosquitto-go-auth does: kept connections, superuser first, then the rights."""
        connection = http.client.HTTPConnection("127.0.0.1", self.program.port, timeout=20)
        self.addCleanup(connection.close)

        def ask(path: str, **fields: str) -> int:
            connection.request("POST", f"/mqtt_auth/{path}", urlencode(fields),
                               {"Content-Type": FORM, "User-Agent": "mosquitto"})
            answer = connection.getresponse()
            answer.read()
            return answer.status

        for board in self.boards[LAMP:DISABLED]:
            given = HttpClient(self.program.port).get("/device/credentials", mac=board.mac)
            login = given["login"]
            password = given.get("password", self.password)
            self.assertEqual(200, ask("auth", username=login, password=password, clientid="c"))
            for acc, topic in (("4", f"{board.base_topic}/+/command"),
                               ("2", f"{board.base_topic}/device"),
                               ("1", f"{board.base_topic}/device/command")):
                fields = {"username": login, "topic": topic, "clientid": "c", "acc": acc}
                self.assertEqual(403, ask("superuser", username=login))
                self.assertEqual(200, ask("acl", **fields), fields)

    def test_the_shipped_file_names_paths_that_answer(self: Any) -> None:
        """What its sources send for each of them."""
        lines = (TOP / "deploy/mosquitto-go-auth.conf").read_text().splitlines()
        options = dict(line.split(" ", 1) for line in lines if line and not line.startswith("#"))
        self.assertEqual("form", options["auth_opt_http_params_mode"])
        folder = "/mqtt_auth/"
        auth = options["auth_opt_http_getuser_uri"].removeprefix(folder)
        acl = options["auth_opt_http_aclcheck_uri"].removeprefix(folder)
        self.assertEqual(200, self.ask(auth, username=self.login, password=self.password,
                                       clientid="c"))
        self.assertEqual(200, self.ask(acl, username=self.login, clientid="c", acc="2",
                                       topic=f"{self.topic}/device"))

    def test_outside_its_networks_nobody_is_answered(self: Any) -> None:
        self.program.terminate()
        self.program.environment = {"SENSOCAMPUS_AUTH_CLIENTS": "192.0.2.0/24",
                                    "SENSOCAMPUS_TRUSTED_PROXIES": "127.0.0.1"}
        self.program.start()
        self.assertEqual(403, self.auth(self.login, self.password))
        body = urlencode({"username": self.login, "password": self.password}).encode()
        for client, status in (("192.0.2.9", 200), ("198.51.100.9", 403),
                               ("192.0.2.9, 198.51.100.9", 403)):
            answer = self.send("auth", FORM, body, speaks_for=client)
            self.assertEqual(status, answer.status, client)
        scrape = self.program.client.request("GET", "/metrics").body.decode()
        self.assertIn('broker_answers_total{answer="not_an_auth_client"} 4', scrape)
        self.assertIn("not in auth_clients", self.program.child.log_text())


class SqliteBrokerHttp(OnSqlite, BrokerHttp, Stage):
    pass


class PostgresBrokerHttp(OnPostgres, BrokerHttp, Stage):
    def test_brokers_are_answered_while_the_database_is_stopped(self) -> None:
        """R25; the use is noted afterwards."""
        self.database_server.stop()
        self.assertEqual(200, self.auth(self.login, self.password))
        self.assertEqual(200, self.acl(2, f"{self.topic}/device"))
        self.assertEqual(403, self.auth(self.login, "wrong"))
        wait_for(lambda: self.program.metric("sensocampus_uses_waiting") == 1, "a use waits", 20)
        self.database_server.start()
        noted = "SELECT count(*) FROM credential WHERE first_used_at_us IS NOT NULL"
        wait_for(lambda: self.stored(self.program, noted) == "1", "the use", 40)

    def test_brokers_are_answered_while_the_database_hangs(self) -> None:
        self.database_server.freeze()
        try:
            for _ in range(20):
                self.assertEqual(200, self.auth(self.login, self.password))
                self.assertEqual(200, self.acl(2, f"{self.topic}/device"))
        finally:
            self.database_server.thaw()


if __name__ == "__main__":
    unittest.main()
