"""R24: one `serve` for a registry; and a database of the future is left alone."""

from __future__ import annotations

import unittest
from typing import Any

from harness.campus import run
from harness.registry import DATABASE_FILE, write_sqlite
from harness.server import Server
from harness.stage import OnPostgres, OnSqlite, Stage

# Two machines that were given the same configuration.
INSTANCE = ["env", "SENSOCAMPUS_INSTANCE=campus"]


class OneServer:
    def setUp(self: Any) -> None:
        super().setUp()
        self.boards = self.broker()
        self.url = self.database()
        self.program = self.server(self.boards, self.campus(10), database=self.url,
                                   prefix=INSTANCE).start()

    def test_a_second_serve_is_refused_and_told_who_holds_it(self: Any) -> None:
        second = Server(self.second_data(), [self.boards.url], self.url)
        second.data.mkdir(exist_ok=True)
        child = second.launch()
        self.assertNotEqual(0, child.process.wait(20))
        said = child.log_text().splitlines()[-1]
        self.assertIn(str(self.program.port), said, "names the first one's address")
        self.assertTrue(self.program.is_ready(), "the first one goes on")

    def test_the_same_instance_with_another_data_folder_steals_nothing(self: Any) -> None:
        epoch = self.epoch()
        other = Server(self.folder / "other", [self.boards.url], self.shared_url(), INSTANCE)
        other.data.mkdir()
        child = other.launch()
        self.assertNotEqual(0, child.process.wait(20))
        said = child.log_text().splitlines()[-1]
        self.assertIn(str(self.program.port), said, "names the first one's address")
        self.assertIn(self.why_refused, said)
        self.assertEqual(epoch, self.epoch(), "the lead was not touched")
        self.assertTrue(self.program.is_ready(), "the first one goes on")

    def epoch(self: Any) -> int:
        return int(self.stored(self.program, "SELECT epoch FROM leader"))

    def test_after_a_kill_the_next_serve_starts_at_once(self: Any) -> None:
        self.program.kill()
        self.program.start()

    def test_sigterm_ends_cleanly(self: Any) -> None:
        self.assertEqual(0, self.program.terminate())

    def test_a_command_at_the_moment_of_a_start_waits_for_it(self: Any) -> None:
        where = ["--data", str(self.program.data), *(["--database", self.url] if self.url else [])]
        for attempt in range(4):
            self.program.terminate()
            self.program.launch()
            said = run("user", "add", f"person-{attempt}", *where)
            self.assertIn("password of", said)
            self.program.await_answer()

    def test_loading_a_campus_is_refused_while_it_runs(self: Any) -> None:
        where = ["--data", str(self.program.data), *(["--database", self.url] if self.url else [])]
        said = run("campus", "load", str(self.folder / "grid-10.json"), *where, code=1)
        self.assertIn(str(self.program.port), said, "says who runs")

    def test_a_newer_database_is_refused(self: Any) -> None:
        self.program.terminate()
        self.execute("INSERT INTO schema_version (version, name) VALUES (999, 'later')")
        child = self.program.launch()
        self.assertNotEqual(0, child.process.wait(20))
        said = child.log_text().splitlines()[-1]
        self.assertIn("999", said)
        self.assertIn("newer", said)


class OneServerOnSqlite(OnSqlite, OneServer, Stage):
    why_refused = "in use by pid"

    def second_data(self) -> Any:
        return self.program.data

    def shared_url(self) -> str:
        return f"sqlite:{self.program.data / DATABASE_FILE}"

    def execute(self, sql: str) -> None:
        write_sqlite(self.program.data, sql)


class OneServerOnPostgres(OnPostgres, OneServer, Stage):
    """Two machines with one database: each has its own data folder."""

    why_refused = "another data directory"

    def second_data(self) -> Any:
        return self.folder / "second"

    def shared_url(self) -> str:
        return str(self.url)

    def execute(self, sql: str) -> None:
        self.database_server.value(sql)


if __name__ == "__main__":
    unittest.main()
