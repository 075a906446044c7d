"""What an open page knows, by following the live feed's protocol and nothing else."""

from __future__ import annotations

from typing import Any

from harness.event_stream import EventStream
from harness.http_client import HttpClient


TRANSITIONS_MAX = 500


class LivePage:
    """One page of devices, the counters, what changed lately, the brokers. `follow` takes what the
    stream has brought: `hello`: declare the rows; `resync`: read everything again; `summary`:
    absolute counters, and another revision means that lists changed; `rows`: rows as they are
    now; `transitions`: the counts of the last hour, and the newest of it; `brokers`: all of them.
    """

    def __init__(self, client: HttpClient, stream: EventStream, query: dict[str, object]) -> None:
        self._client = client
        self._stream = stream
        self._query = query
        self._taken = 0
        self.rows: dict[str, Any] = {}
        self.counts: dict[str, int] = {}
        self.transitions: dict[str, Any] = {}
        self.brokers: list[Any] = []
        self._revision = -1
        self.times_read = 0
        self._read()

    def _read(self) -> None:
        page = self._client.get("/api/v1/devices", **self._query)
        summary = self._client.get("/api/v1/summary")
        self.rows = {row["id"]: row for row in page["items"]}
        self.counts = summary["counts"]
        self.transitions = self._client.get("/api/v1/transitions")
        self.brokers = self._client.get("/api/v1/brokers")["items"]
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
            elif event.name == "transitions":
                self._hear_transitions(event.data)
            elif event.name == "brokers":
                self.brokers = event.data["items"]

    def _hear_transitions(self, told: dict[str, Any]) -> None:
        known = [item for item in self.transitions["items"] if item["at"] >= told["since"]]
        new = [item for item in told["items"] if item not in known]
        self.transitions = told | {"items": (new + known)[:TRANSITIONS_MAX]}

    def _declare(self, stream: str) -> None:
        answer = self._client.request("PUT", f"/api/v1/events/{stream}/rows",
                                      {"ids": list(self.rows)})
        if answer.status != 204:
            raise AssertionError(f"rows: {answer.status} {answer.body!r}")

    def equals_a_fresh_one(self) -> bool:
        return self.differences() == []

    def differences(self) -> list[str]:
        """The parts in which a page that is opened now shows something else."""
        self.follow()
        fresh = LivePage(self._client, self._stream, self._query)
        return [part for part, mine in self._shown().items() if mine != fresh._shown()[part]]

    def _shown(self) -> dict[str, Any]:
        lately = {name: value for name, value in self.transitions.items() if name != "since"}
        # A canary is heard every 10 s, and no event tells that.
        brokers = [broker | {"last_canary_at": None} for broker in self.brokers]
        return {"rows": self.rows, "counts": self.counts, "brokers": brokers} | lately
