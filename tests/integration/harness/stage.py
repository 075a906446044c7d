"""What a test stands on: a folder of its own, and real parts that end with it."""

from __future__ import annotations

import shutil
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

from harness.broker import Broker
from harness.campus import Campus
from harness.event_stream import EventStream
from harness.http_client import HttpClient
from harness.postgres import Postgres
from harness.registry import reader
from harness.server import Server


class Stage(unittest.TestCase):
    """Everything that a method here starts is stopped when the test ends."""

    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="soc-"))
        # PostgreSQL's own user must be able to pass.
        self.folder.chmod(0o755)
        self.addCleanup(self._leave)

    def _leave(self) -> None:
        outcome = getattr(self._outcome, "result", None)  # type: ignore[attr-defined]
        broken = [test for test, _ in [*outcome.failures, *outcome.errors]] if outcome else []
        if self in broken:
            for log in sorted(self.folder.rglob("*.log")):
                lines = log.read_text(errors="replace").splitlines()[-30:]
                print(f"--- {log.name} of {self.id()}", *lines, sep="\n", file=sys.stderr)
        shutil.rmtree(self.folder, ignore_errors=True)

    def broker(self, **options: Any) -> Broker:
        broker = Broker(self.folder / "mosquitto", **options).start()
        self.addCleanup(broker.kill)
        return broker

    def postgres(self) -> Postgres:
        postgres = Postgres(self.folder).start()
        self.addCleanup(postgres.stop)
        return postgres

    def server(self, broker: Broker, campus: Campus | None = None, **options: Any) -> Server:
        """Prepared, not started."""
        data = options.pop("data", self.folder / "data")
        data.mkdir(exist_ok=True)
        server = Server(data, [broker.url], **options)
        server.prepare(campus.path if campus else None)
        self.addCleanup(lambda: server.child and server.child.kill())
        return server

    def stream(self, server: Server, client: HttpClient | None = None) -> EventStream:
        stream = EventStream(client or server.client)
        self.addCleanup(stream.close)
        return stream

    def campus(self, devices: int, **options: Any) -> Campus:
        return Campus.generate(self.folder, devices, **options)


class OnSqlite:
    """Mixed into a test class: its server keeps everything in its data folder."""

    def database(self: Any) -> str:
        return ""

    def stored(self: Any, server: Server, sql: str) -> str:
        return reader(server, None)(sql)


class OnPostgres:
    """Mixed into a test class: its server uses a PostgreSQL of its own."""

    def database(self: Any) -> str:
        self.database_server = self.postgres()
        url: str = self.database_server.url
        return url

    def stored(self: Any, server: Server, sql: str) -> str:
        return reader(server, self.database_server.value)(sql)
