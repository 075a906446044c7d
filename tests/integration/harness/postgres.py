"""A real PostgreSQL in a temporary folder, started and stopped at will."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

from harness.places import free_port

_OWNER = "postgres"


class Postgres:
    """PostgreSQL refuses to run as root: as root, everything is done as user postgres."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "postgresql"
        self._log = folder / "postgresql.log"
        self._folder.mkdir()
        self._log.touch()
        self.port = free_port()
        self._as_owner: list[str] = []
        owner = pwd.getpwuid(os.geteuid()).pw_name
        if os.geteuid() == 0:
            owner = _OWNER
            for path in (self._folder, self._log):
                shutil.chown(path, owner, owner)
            self._as_owner = ["setpriv", f"--reuid={owner}", f"--regid={owner}", "--init-groups"]
        self.url = f"postgresql://{owner}@127.0.0.1:{self.port}/postgres"
        self._run("initdb", "--pgdata", str(self._folder), "--auth", "trust", "--no-sync",
                  "--encoding", "UTF8", "--locale", "C.UTF-8")
        with (self._folder / "postgresql.conf").open("a") as settings:
            settings.write(f"port = {self.port}\nlisten_addresses = '127.0.0.1'\n"
                           f"unix_socket_directories = '{self._folder}'\nfsync = on\n")

    def start(self) -> Postgres:
        self._run("pg_ctl", "--pgdata", str(self._folder), "--log", str(self._log), "--wait",
                  "start")
        return self

    def stop(self) -> None:
        """At once, as a crash of its machine would: sessions break, nothing is flushed."""
        if (self._folder / "postmaster.pid").exists():
            self._run("pg_ctl", "--pgdata", str(self._folder), "--mode", "immediate", "stop")

    def freeze(self) -> None:
        """Its sessions stay open, and nothing answers."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        pid = int((self._folder / "postmaster.pid").read_text().split()[0])
        sessions = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for process in (pid, *map(int, sessions)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, number)

    def value(self, sql: str) -> str:
        return self._run("psql", "--no-psqlrc", "--tuples-only", "--no-align", "--command", sql,
                         self.url).strip()

    def dump(self) -> str:
        """Everything in it as text, but for the key that pg_dump makes up each time."""
        said = self._run("pg_dump", "--no-owner", f"--dbname={self.url}")
        return "\n".join(line for line in said.splitlines()
                         if not line.startswith(("\\restrict", "\\unrestrict")))

    def _run(self, program: str, *arguments: str) -> str:
        folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"),
                         key=lambda path: int(path.parent.name))
        command = [*self._as_owner, str(folders[-1] / program), *arguments]
        # pg_ctl's server inherits its output: a pipe would never end.
        with (self._folder.parent / "postgresql-tools.log").open("a+") as log:
            begin = log.seek(0, os.SEEK_END)
            done = subprocess.run(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                  cwd="/", check=False)
            log.seek(begin)
            said = log.read()
        if done.returncode != 0:
            raise AssertionError(f"{program}: {said}")
        return said
