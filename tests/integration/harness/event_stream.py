"""A reader of /api/v1/events that follows the protocol as a browser does: it reconnects with the
last id it saw, and remembers every event."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
from dataclasses import dataclass
from threading import Event as Flag
from threading import Lock, Thread
from typing import Any

from harness.http_client import HttpClient

_RETRY_SECONDS = 0.2


@dataclass(frozen=True)
class ServerEvent:
    id: str
    name: str
    data: Any


class EventStream:
    def __init__(self, client: HttpClient) -> None:
        self._client = client
        self._lock = Lock()
        self._events: list[ServerEvent] = []
        self._times_closed = 0
        self._last_id = ""
        self._stop = Flag()
        self._socket: socket.socket | None = None
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def events(self, name: str = "") -> list[ServerEvent]:
        with self._lock:
            return [event for event in self._events if name in ("", event.name)]

    def last(self, name: str) -> Any:
        """The data of the newest event of a name, or nothing yet."""
        found = self.events(name)
        return found[-1].data if found else None

    def count(self) -> int:
        with self._lock:
            return len(self._events)

    def times_closed(self) -> int:
        """How often an open stream has ended."""
        with self._lock:
            return self._times_closed

    def close(self) -> None:
        self._stop.set()
        if self._socket:
            with contextlib.suppress(OSError):  # it may have ended just now
                self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(20)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._read()
            except (OSError, http.client.HTTPException, ValueError):
                pass  # the server is away: that is what some tests are about
            self._stop.wait(_RETRY_SECONDS)

    def _read(self) -> None:
        connection = http.client.HTTPConnection(self._client.address, self._client.port,
                                                timeout=60)
        with contextlib.closing(connection):
            connection.connect()
            self._socket = connection.sock
            answer = self._ask(connection)
            try:
                self._follow(answer)
            finally:
                answer.close()
                with self._lock:
                    self._times_closed += 1

    def _ask(self, connection: http.client.HTTPConnection) -> http.client.HTTPResponse:
        headers = self._client.headers() | {"Accept": "text/event-stream"}
        if self._last_id:
            headers["Last-Event-ID"] = self._last_id
        connection.request("GET", "/api/v1/events", headers=headers)
        answer = connection.getresponse()
        if answer.status != 200:
            raise ConnectionError(f"the stream answered {answer.status}")
        return answer

    def _follow(self, answer: http.client.HTTPResponse) -> None:
        fields: dict[str, str] = {}
        for raw in answer:
            line = raw.decode().rstrip("\r\n")
            if self._stop.is_set():
                return
            if line:
                name, _, value = line.partition(":")
                value = value.removeprefix(" ")
                fields[name] = fields[name] + "\n" + value if name in fields else value
                continue
            if "data" in fields:
                self._take(fields)
            fields = {}

    def _take(self, fields: dict[str, str]) -> None:
        event = ServerEvent(fields.get("id", ""), fields.get("event", "message"),
                            json.loads(fields["data"]))
        with self._lock:
            self._events.append(event)
        self._last_id = event.id or self._last_id
