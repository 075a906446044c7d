"""Signing in and out over HTTP, roles, CSRF, and sessions that end at once (R41, R42, R48)."""

from __future__ import annotations

import unittest

from harness.campus import run
from harness.http_client import HttpClient
from harness.server import ADMINISTRATOR, PASSWORD
from harness.stage import Stage
from harness.waiting import wait_for

VIEWER_PASSWORD = "a viewer of the suite"


class People(Stage):
    typical_seconds = 10

    def setUp(self) -> None:
        super().setUp()
        self.program = self.server(self.broker(), self.campus(10))
        run("user", "add", "vera", "--role", "viewer", "--password-file", "-",
            "--data", str(self.program.data), given=VIEWER_PASSWORD)
        self.program.start()

    def stranger(self) -> HttpClient:
        return HttpClient(self.program.port)

    def test_nothing_is_read_without_signing_in(self) -> None:
        for path in ("/api/v1/devices", "/api/v1/summary", "/api/v1/events", "/api/v1/users"):
            answer = self.stranger().request("GET", path)
            self.assertEqual(401, answer.status, path)
            self.assertEqual("application/problem+json", answer.headers["Content-Type"])

    def test_a_wrong_password_is_refused_and_says_nothing_more(self) -> None:
        answers = [self.stranger().request("POST", "/api/v1/login",
                                           {"name": name, "password": "wrong"}).json()["reason"]
                   for name in (ADMINISTRATOR, "nobody")]
        self.assertEqual(1, len(set(answers)), "an unknown name is not told apart")

    def test_a_change_needs_token_and_origin(self) -> None:
        body = {"name": "new", "role": "viewer", "password": "long enough for us"}
        client = self.program.client
        token, client.csrf_token = client.csrf_token, ""
        self.assertEqual(403, client.request("POST", "/api/v1/users", body).status)
        client.csrf_token = token
        foreign = {"Origin": "https://elsewhere.example"}
        self.assertEqual(403, client.request("POST", "/api/v1/users", body, foreign).status)
        self.assertEqual(201, client.request("POST", "/api/v1/users", body).status)

    def test_a_viewer_reads_and_does_not_administrate(self) -> None:
        viewer = self.stranger()
        viewer.login("vera", VIEWER_PASSWORD)
        self.assertEqual(10, viewer.counts()["total"])
        self.assertEqual(403, viewer.request("GET", "/api/v1/users").status)

    def test_a_new_password_ends_sessions_and_streams_within_a_second(self) -> None:
        viewer = self.stranger()
        viewer.login("vera", VIEWER_PASSWORD)
        stream = self.stream(self.program, viewer)
        wait_for(lambda: stream.last("hello"), "open stream")
        answer = self.program.client.request("PUT", "/api/v1/users/vera/password",
                                             {"password": "another password now"})
        self.assertEqual(204, answer.status)
        wait_for(lambda: stream.times_closed() > 0, "end of the stream", 1.5)
        self.assertEqual(401, viewer.request("GET", "/api/v1/me").status)

    def test_answers_carry_the_security_headers(self) -> None:
        headers = self.stranger().request("GET", "/health/live").headers
        self.assertIn("default-src", headers["Content-Security-Policy"])
        self.assertNotIn("unsafe-inline", headers["Content-Security-Policy"])
        self.assertEqual("nosniff", headers["X-Content-Type-Options"])


class ManyAttempts(Stage):
    """Alone, because it slows everybody at this address."""

    def test_guessing_is_slowed(self) -> None:
        program = self.server(self.broker(), self.campus(10)).start()
        client = HttpClient(program.port)
        statuses = [client.request("POST", "/api/v1/login",
                                   {"name": ADMINISTRATOR, "password": f"guess {number}"}).status
                    for number in range(30)]
        self.assertIn(429, statuses, "R48")
        self.assertEqual({401, 429}, set(statuses))
        wait_for(lambda: client.request("POST", "/api/v1/login", {
            "name": ADMINISTRATOR, "password": PASSWORD}).status == 200, "never locked", 90)


if __name__ == "__main__":
    unittest.main()
