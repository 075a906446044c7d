"""A browser without a screen: cookies, the CSRF token, JSON."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class HttpClient:
    def __init__(self, port: int, address: str = "127.0.0.1") -> None:
        self.address = address
        self.port = port
        self.cookies: dict[str, str] = {}
        self.csrf_token = ""

    @property
    def origin(self) -> str:
        return f"http://{self.address}:{self.port}"

    def request(self, method: str, path: str, body: object = None,
                headers: dict[str, str] | None = None) -> Answer:
        """Raises OSError when nobody listens; any answer is returned, whatever its status."""
        connection = http.client.HTTPConnection(self.address, self.port, timeout=20)
        try:
            data = None if body is None else json.dumps(body)
            try:
                connection.request(method, path, data, self.headers(body is not None)
                                   | (headers or {}))
                answer = connection.getresponse()
                content = answer.read()
            except http.client.HTTPException as error:
                raise ConnectionError(f"{method} {path}: {error!r}") from error
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.split(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(answer.status, answer.headers, content)
        finally:
            connection.close()

    def headers(self, with_body: bool = False) -> dict[str, str]:
        headers = {"Origin": self.origin}
        if with_body:
            headers["Content-Type"] = "application/json"
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}"
                                          for name, value in self.cookies.items())
        if self.csrf_token:
            headers["X-CSRF-Token"] = self.csrf_token
        return headers

    def get(self, path: str, **parameters: object) -> Any:
        """The JSON of a successful GET; anything else fails the test."""
        target = path + (f"?{urlencode(parameters, doseq=True)}" if parameters else "")
        answer = self.request("GET", target)
        if answer.status != 200:
            raise AssertionError(f"GET {target}: {answer.status} {answer.body[:500]!r}")
        return answer.json()

    def login(self, name: str, password: str) -> None:
        answer = self.request("POST", "/api/v1/login", {"name": name, "password": password})
        if answer.status != 200:
            raise AssertionError(f"login: {answer.status} {answer.body[:500]!r}")
        self.csrf_token = answer.json()["csrf_token"]

    def devices(self, **filters: object) -> list[dict[str, Any]]:
        """Every device that matches, page by page."""
        rows: list[dict[str, Any]] = []
        while True:
            page = self.get("/api/v1/devices", offset=len(rows), limit=500, **filters)
            rows += page["items"]
            if not page["items"] or len(rows) >= page["total"]:
                return rows

    def counts(self) -> dict[str, int]:
        counts: dict[str, int] = self.get("/api/v1/summary")["counts"]
        return counts
