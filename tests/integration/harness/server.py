"""The real program, started as an operator would."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from harness.campus import run
from harness.child import Child
from harness.http_client import HttpClient
from harness.places import PROGRAM, free_port
from harness.waiting import wait_for

ADMINISTRATOR = "admin"
PASSWORD = "a password of the test suite"


class Server:
    """`database` empty: SQLite in the data folder."""

    def __init__(self, data: Path, brokers: list[str], database: str = "",
                 prefix: list[str] | None = None) -> None:
        self.data = data
        self.port = free_port()
        self.client = HttpClient(self.port)
        self.child: Child | None = None
        self.environment: dict[str, str] = {}  # beside the test's own
        self._brokers = brokers
        self._where = ["--data", str(data), *(["--database", database] if database else [])]
        self._prefix = prefix

    def command(self) -> list[str]:
        links = [word for url in self._brokers for word in ("--mqtt", url)]
        variables = [f"{name}={value}" for name, value in self.environment.items()]
        program = ["env", *variables, str(PROGRAM)] if variables else [str(PROGRAM)]
        return [*program, "serve", *self._where, *links,
                "--listen", f"127.0.0.1:{self.port}", "--web", str(self._web())]

    def _web(self) -> Path:
        """The built pages; before they are built, a page for the tests that look at none."""
        pages = PROGRAM.parents[3] / "web/dist"
        if not (pages / "index.html").exists():
            pages = self.data.parent / "pages"
            pages.mkdir(exist_ok=True)
            (pages / "index.html").write_text("<!doctype html><title>not built</title>")
        return pages

    def prepare(self, campus: Path | None = None) -> None:
        """A registry with one administrator, before the first start."""
        if campus:
            self.load(campus)
        run("user", "add", ADMINISTRATOR, "--role", "administrator", "--password-file", "-",
            *self._where, given=PASSWORD)

    def load(self, campus: Path, *more: str) -> None:
        run("campus", "load", str(campus), *self._where, *more)

    def start(self, until: str = "ready") -> Server:
        """Returns when it is `ready` (or only `live`), signed in as administrator."""
        self.launch()
        self.await_answer(until)
        self.client.login(ADMINISTRATOR, PASSWORD)
        return self

    def await_answer(self, until: str = "ready") -> None:
        wait_for(lambda: self._answers(f"/health/{until}"), f"{until} server", 60)

    def launch(self) -> Child:
        """Starts it and does not wait."""
        self.child = Child(self.command(), self.data.parent / "serve.log", self._prefix)
        return self.child

    def _answers(self, path: str) -> bool:
        assert self.child
        if not self.child.is_running():
            raise AssertionError(f"the server ended: {self.child.log_text()[-3000:]}")
        return self.client.request("GET", path).status == 200

    def kill(self) -> None:
        assert self.child
        self.child.kill()

    def terminate(self) -> int:
        assert self.child
        return self.child.terminate()

    def readiness(self) -> tuple[int, dict[str, Any]]:
        """The status of /health/ready and its dependencies by name."""
        answer = self.client.request("GET", "/health/ready")
        document = json.loads(answer.body)
        return answer.status, {item["name"]: item for item in document["dependencies"]}

    def is_ready(self) -> bool:
        return self.readiness()[0] == 200

    def metric(self, name: str) -> float:
        """The sum of a metric over its labels."""
        text = self.client.request("GET", "/metrics").body.decode()
        return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines()
                   if line.split("{")[0].split(" ")[0] == name)

    def resident_bytes(self) -> int:
        assert self.child
        pages = int(Path(f"/proc/{self.child.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
