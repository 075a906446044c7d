"""SIM=1: a server beside the one that owns the data, which never notices it."""

from __future__ import annotations

import unittest
from pathlib import Path
from typing import Any

from harness.campus import run
from harness.http_client import HttpClient
from harness.registry import dump_sqlite, write_sqlite
from harness.server import ADMINISTRATOR, Server
from harness.stage import OnPostgres, OnSqlite, Stage
from harness.waiting import wait_for

DEVICES = 20
NEW_PASSWORD = "another one of the suite"


class ReadOnly:
    typical_seconds = 25

    def setUp(self: Any) -> None:
        super().setUp()
        self.boards = self.broker()
        self.grid = self.campus(DEVICES)
        self.url = self.database()
        self.owner = self.server(self.boards, self.grid, database=self.url).start()
        wait_for(lambda: self.owner.metric("sensocampus_broker_heard") == 1, "owner that listens")

    def begin(self: Any) -> Server:
        """A simulation that listens."""
        simulation = self.simulation().start()
        wait_for(lambda: simulation.readiness()[1]["broker main"]["why"]
                 == "not heard: read_only", "simulation that listens")
        return simulation

    def simulation(self: Any, data: Path | None = None) -> Server:
        simulation = Server(data or self.owner.data, [self.boards.url], self.url,
                            prefix=["env", "SIM=1"])
        self.addCleanup(lambda: simulation.child and simulation.child.kill())
        return simulation

    def everybody_speaks(self: Any) -> None:
        with self.boards.publisher() as publisher:
            publisher.publish(board.message() for board in self.grid.boards)
            publisher.settle()

    def files(self: Any) -> dict[str, bytes | None]:
        """Of the data folder; of the database's own files, which the owner writes, the names."""
        return {path.name: path.read_bytes() if path.is_file() and ".db" not in path.name else None
                for path in self.owner.data.iterdir()
                if not path.name.endswith(("-wal", "-shm"))}

    def people(self: Any) -> str:
        where = ["--data", str(self.owner.data), *(["--database", self.url] if self.url else [])]
        return run("user", "list", *where)

    def owned(self: Any) -> list[str]:
        return [self.stored(self.owner, sql) for sql in
                ("SELECT epoch FROM leader", "SELECT count(*) FROM session",
                 "SELECT count(*) FROM app_user", "SELECT count(*) FROM change")]

    def test_beside_its_owner_it_shows_the_same_and_leaves_no_trace(self: Any) -> None:
        files, owned = self.files(), self.owned()
        simulation = self.begin()
        self.everybody_speaks()
        for server in (self.owner, simulation):
            wait_for(lambda server=server: server.client.counts()["online"] == DEVICES, "online")
        self.assertEqual({device["id"] for device in self.owner.client.devices()},
                         {device["id"] for device in simulation.client.devices()})

        self.refuses_changes(simulation)
        self.assertIn(ADMINISTRATOR, self.people(), "the control socket is still the owner's")
        self.assertEqual((files, owned), (self.files(), self.owned()))
        # What the owner's people do is known here too.
        person = {"name": "vera", "role": "viewer", "password": NEW_PASSWORD}
        self.assertEqual(201, self.owner.client.request("POST", "/api/v1/users", person).status)
        HttpClient(simulation.port).login("vera", NEW_PASSWORD)

        self.assertEqual(0, simulation.terminate())
        self.assertTrue(self.owner.is_ready())
        self.assertIn("vera", self.people())
        self.assertEqual(files, self.files())
        self.assertEqual(DEVICES, self.owner.client.counts()["online"])

    def refuses_changes(self: Any, simulation: Server) -> None:
        person = {"name": "vera", "role": "viewer", "password": NEW_PASSWORD}
        refused = simulation.client.request("POST", "/api/v1/users", person)
        self.assertEqual((403, "read_only"), (refused.status, refused.json()["reason"]))
        again = HttpClient(simulation.port)
        again.cookies = dict(simulation.client.cookies)
        self.assertEqual(200, again.request("GET", "/api/v1/me").status, "a session of its own")

    def test_alone_it_changes_nothing_at_all(self: Any) -> None:
        self.assertEqual(0, self.owner.terminate())
        files, dump = self.files(), self.dump()
        simulation = self.begin()
        self.everybody_speaks()
        wait_for(lambda: simulation.client.counts()["online"] == DEVICES, "online")
        self.refuses_changes(simulation)
        self.assertEqual(204, simulation.client.request("POST", "/api/v1/logout").status)
        self.assertEqual(0, simulation.terminate())
        self.assertEqual(dump, self.dump())
        self.assertEqual(files, self.files())
        # The owner's session at the broker has kept its own copy of what was said.
        self.owner.start()
        wait_for(lambda: self.owner.client.counts()["online"] == DEVICES, "online")

    def test_an_older_schema_is_left_as_it_is(self: Any) -> None:
        self.assertEqual(0, self.owner.terminate())
        self.execute("UPDATE schema_version SET version = version - 1")
        dump = self.dump()
        child = self.simulation().launch()
        self.assertEqual(1, child.process.wait(20))
        said = child.log_text().splitlines()[-1]
        self.assertIn("database_older", said)
        self.assertIn("a read-only server does not bring it up to date", said)
        self.assertEqual(dump, self.dump())


class ReadOnlyOnSqlite(OnSqlite, ReadOnly, Stage):
    def dump(self) -> str:
        return dump_sqlite(self.owner.data)

    def execute(self, sql: str) -> None:
        write_sqlite(self.owner.data, sql)

    def test_where_there_is_nothing_it_makes_nothing(self) -> None:
        nowhere = self.folder / "nowhere"
        child = self.simulation(nowhere).launch()
        self.assertEqual(1, child.process.wait(20))
        self.assertIn("database_empty", child.log_text().splitlines()[-1])
        self.assertFalse(nowhere.exists())


class ReadOnlyOnPostgres(OnPostgres, ReadOnly, Stage):
    def dump(self) -> str:
        return str(self.database_server.dump())

    def execute(self, sql: str) -> None:
        self.database_server.value(sql)

    def test_it_says_when_the_database_is_away(self) -> None:
        simulation = self.simulation().start()
        self.assertEqual("ok", simulation.readiness()[1]["database"]["state"])
        self.database_server.stop()
        wait_for(lambda: not simulation.is_ready(), "503 of /health/ready")
        self.assertIn("not read", simulation.readiness()[1]["database"]["why"])
        self.database_server.start()
        wait_for(simulation.is_ready, "recovery by itself", 30)


if __name__ == "__main__":
    unittest.main()
