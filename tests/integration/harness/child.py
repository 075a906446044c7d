"""A process of a test: ends with the test, and its log says what it did."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

from harness import places
from processes import die_with_parent

assert places.TOP  # it puts tools/ on the path


class Child:
    def __init__(self, command: list[str], log: Path, prefix: list[str] | None = None) -> None:
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [*(prefix or []), *command], stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, preexec_fn=die_with_parent)

    @property
    def pid(self) -> int:
        return self.process.pid

    def is_running(self) -> bool:
        return self.process.poll() is None

    def terminate(self, seconds: float = 20) -> int:
        """SIGTERM; returns the exit code. Not ending in time is a failure of the program."""
        if self.is_running():
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"did not end within {seconds} s of SIGTERM") from None

    def kill(self) -> None:
        if self.is_running():
            self.process.kill()
        self.process.wait()

    def log_text(self) -> str:
        return self.log.read_text(errors="replace")
