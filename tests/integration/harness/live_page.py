"""What an open page knows, by following the live feed's protocol and nothing else."""

from __future__ import annotations

from typing import Any

from harness.event_stream import EventStream
from harness.http_client import HttpClient


class LivePage:
    """One page of devices and the counters. `follow` takes what the stream has brought:
    `hello`: declare the rows; `resync`: read everything again; `summary`: absolute counters, and
    another revision means that lists changed; `rows`: rows as they are now."""

    def __init__(self, client: HttpClient, stream: EventStream, query: dict[str, object]) -> None:
        self._client = client
        self._stream = stream
        self._query = query
        self._taken = 0
        self.rows: dict[str, Any] = {}
        self.counts: dict[str, int] = {}
        self._revision = -1
        self.times_read = 0
        self._read()

    def _read(self) -> None:
        page = self._client.get("/api/v1/devices", **self._query)
        summary = self._client.get("/api/v1/summary")
        self.rows = {row["id"]: row for row in page["items"]}
        self.counts = summary["counts"]
        self._revision = min(page["revision"], summary["revision"])
        self.times_read += 1

    def is_open(self) -> bool:
        """Whether the stream has greeted us; the rows are then declared."""
        self.follow()
        return self._stream.last("hello") is not None

    def follow(self) -> None:
        new = self._stream.events()[self._taken:]
        self._taken += len(new)
        # Of several connections since, only the newest is still there to be told.
        for event in [event for event in new if event.name == "hello"][-1:]:
            self._declare(event.data["stream"])
        for event in new:
            if event.name == "resync":
                self._read()
            elif event.name == "summary":
                self.counts = event.data["counts"]
                if event.data["revision"] != self._revision:
                    self._read()
            elif event.name == "rows":
                self.rows |= {row["id"]: row for row in event.data["items"]
                              if row["id"] in self.rows}

    def _declare(self, stream: str) -> None:
        answer = self._client.request("PUT", f"/api/v1/events/{stream}/rows",
                                      {"ids": list(self.rows)})
        if answer.status != 204:
            raise AssertionError(f"rows: {answer.status} {answer.body!r}")

    def equals_a_fresh_one(self) -> bool:
        self.follow()
        page = self._client.get("/api/v1/devices", **self._query)
        summary = self._client.get("/api/v1/summary")
        return (self.rows == {row["id"]: row for row in page["items"]}
                and self.counts == summary["counts"])
