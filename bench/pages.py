"""How long a page of 100 rows takes: any offset, filtered and sorted, on one open connection."""

from __future__ import annotations

import random
import socket
import time
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from harness.http_client import HttpClient
from harness.server import Server

ROWS = 100
SORTS = [sign + column for sign in ("", "-") for column in
         ("name", "identifier", "state", "last_seen", "site", "building", "room", "type")]


@dataclass(frozen=True)
class Pages:
    requests: int
    median_ms: float
    p99_ms: float
    health_median_ms: float  # the same connection with next to no work: the way there and back


def measure(server: Server, requests: int, seed: int = 1) -> Pages:
    dice = random.Random(seed)
    sites = server.client.get("/api/v1/sites")["items"]
    total = server.client.get("/api/v1/devices", limit=1)["total"]
    with Connection(server.client) as connection:
        for _ in range(50):
            connection.get("/health/live")
        nothing = [connection.get("/health/live") for _ in range(500)]
        targets = [random_page(dice, sites, total) for _ in range(requests)]
        taken = [connection.get(target) for target in targets]
    hundredths = quantiles(taken, n=100)
    return Pages(requests, hundredths[49] * 1e3, hundredths[98] * 1e3,
                 quantiles(nothing, n=2)[0] * 1e3)


def random_page(dice: random.Random, sites: list[Any], total: int) -> str:
    """One of: everything, a site, a building, a state; a random column and offset."""
    site = dice.choice(sites)
    inside, part = dice.choice((
        ("", total), (f"&site={site['id']}", total // len(sites)),
        (f"&building={dice.choice(site['buildings'])['id']}", 1_000), ("&state=online", total)))
    offset = dice.randrange(max(part - ROWS, 1))
    return (f"/api/v1/devices?limit={ROWS}&offset={offset}&sort={dice.choice(SORTS)}{inside}")


class Connection:
    """The least client: it adds some 0.05 ms to what the server takes."""

    def __init__(self, client: HttpClient) -> None:
        headers = "".join(f"{name}: {value}\r\n" for name, value in client.headers().items())
        self._tail = f" HTTP/1.1\r\nHost: {client.address}:{client.port}\r\n{headers}\r\n"
        self._address = (client.address, client.port)
        self._connect()

    def _connect(self) -> None:
        self._socket = socket.create_connection(self._address)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def get(self, target: str) -> float:
        """Seconds until the last byte of a 200 answer."""
        began = time.perf_counter()
        self._socket.sendall(f"GET {target}{self._tail}".encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._receive()
        head, _, body = answer.partition(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        left = int(fields[b"content-length"]) - len(body)
        while left > 0:
            left -= len(self._receive())
        taken = time.perf_counter() - began
        if not head.startswith(b"HTTP/1.1 200"):
            raise AssertionError(f"{target}: {head[:200]!r}")
        if fields.get(b"connection") == b"close":  # after some number of requests
            self._socket.close()
            self._connect()
        return taken

    def _receive(self) -> bytes:
        data = self._socket.recv(1 << 18)
        if not data:
            raise ConnectionError("the server closed the connection")
        return data
