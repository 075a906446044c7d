"""Child processes that end with us: started one by one, stopped in the reverse order."""

from __future__ import annotations

import ctypes
import os
import re
import select
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

_STOP_SECONDS = 15
_PR_SET_PDEATHSIG = 1
# Who comes and goes at Mosquitto, the simulation's counters, and what a demonstration's boards do
# to the server on purpose.
_EVERYDAY = re.compile(r"^\d+: (New (connection|client) |Client \S+ (disconnected|closed its))"
                       r"|^ *\d+ s  boards |^\S+Z (debug|info|warning message refused) ")


@dataclass
class Child:
    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def tail(self, lines: int = 8) -> str:
        """The last lines of its log that are not everyday ones; else the last one."""
        written = self.log.read_text(errors="replace").splitlines()
        telling = [line for line in written if not _EVERYDAY.search(line)]
        return "\n".join(f"  {line}" for line in telling[-lines:] or written[-1:])

    def end(self) -> str:
        """How it ended: `code 1`, `SIGKILL`."""
        code = self.process.wait()
        return signal.Signals(-code).name if code < 0 else f"code {code}"

    def stop(self, seconds: float = _STOP_SECONDS) -> int:
        """SIGTERM, and SIGKILL when that is ignored for too long. Returns the exit code."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return self.process.wait()


class Children:
    """Each child gets its own session, so that Ctrl-C reaches only us and the order is ours."""

    def __init__(self, log_folder: Path) -> None:
        self._log_folder = log_folder
        self._children: list[Child] = []
        log_folder.mkdir(parents=True, exist_ok=True)

    def start(self, name: str, command: list[str]) -> Child:
        log = self._log_folder / f"{name}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output,
                                       stderr=subprocess.STDOUT, start_new_session=True,
                                       preexec_fn=die_with_parent)
        child = Child(name, process, log)
        self._children.append(child)
        return child

    def wait_for_a_death(self) -> Child:
        """Returns the first child that ends by itself."""
        poller = select.poll()
        by_descriptor = {}
        for child in self._children:
            descriptor = os.pidfd_open(child.process.pid)
            by_descriptor[descriptor] = child
            poller.register(descriptor, select.POLLIN)
        try:
            return by_descriptor[poller.poll()[0][0]]
        finally:
            for descriptor in by_descriptor:
                os.close(descriptor)

    def stop(self) -> None:
        while self._children:
            self._children.pop().stop()


def die_with_parent() -> None:
    """Between fork and exec: even a killed parent leaves nobody behind."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
