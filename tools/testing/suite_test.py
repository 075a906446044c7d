"""How suites share the machine."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import threading
import unittest
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from testing import counting, suite


class TwoLanes(unittest.TestCase):
    def test_what_computes_goes_beside_what_waits_and_all_is_told(self) -> None:
        computed = threading.Event()
        done: list[str] = []

        def step(name: str, *, wait: bool = False,
                 fail: bool = False) -> Callable[[IO[str]], None]:
            def run(log: IO[str]) -> None:
                if wait and not computed.wait(30):
                    raise suite.building.BuildError("nothing ran beside it")
                done.append(name)
                log.write("step ok: all\n")
                if name == "computes":
                    computed.set()
                if fail:
                    raise suite.building.BuildError("broken")
            return run

        with tempfile.TemporaryDirectory() as logs, mock.patch.object(suite, "LOGS", Path(logs)), \
                mock.patch.object(suite.building, "TOP", Path(logs)), mock.patch("builtins.print"):
            outcomes = suite.carry_out_all([
                suite.Suite("first", step("first"), counting.steps),
                suite.Suite("waits", step("waits", wait=True), counting.steps, waits=True),
                suite.Suite("computes", step("computes"), counting.steps),
                suite.Suite("broken", step("broken", fail=True), counting.steps)])
        self.assertEqual(done[0], "first")
        self.assertEqual({outcome.name: outcome.ok for outcome in outcomes},
                         {"first": True, "waits": True, "computes": True, "broken": False})

    def niceness_of_lanes(self, own: int, refused: bool = False) -> dict[str, int]:
        """Of the suites that wait and compute, when the program itself has this niceness."""
        found: dict[str, int] = {}

        def step(name: str) -> Callable[[IO[str]], None]:
            def run(log: IO[str]) -> None:
                found[name] = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
                log.write("step ok: all\n")
            return run

        def as_user(which: int, who: int, niceness: int) -> None:
            if refused or niceness < os.getpriority(which, who):
                raise PermissionError(errno.EACCES, "Permission denied")
            set_priority(which, who, niceness)

        def within() -> None:
            # This thread's, which its children begin with; it ends with the thread.
            set_priority(os.PRIO_PROCESS, threading.get_native_id(), own)
            suite.carry_out_all([suite.Suite("waits", step("waits"), counting.steps, waits=True),
                                 suite.Suite("computes", step("computes"), counting.steps)])

        set_priority = os.setpriority
        with tempfile.TemporaryDirectory() as logs, mock.patch.object(suite, "LOGS", Path(logs)), \
                mock.patch("builtins.print"), mock.patch.object(os, "setpriority", as_user):
            ThreadPoolExecutor(1).submit(within).result()
        return found

    def test_what_computes_is_nicer_than_the_program_and_the_rest_as_nice(self) -> None:
        own = max(5, os.getpriority(os.PRIO_PROCESS, 0))  # a user may not go below what it is
        self.assertEqual({"waits": own, "computes": min(own + 10, 19)},
                         self.niceness_of_lanes(own))

    def test_a_system_that_refuses_niceness_runs_them_all_the_same(self) -> None:
        own = max(5, os.getpriority(os.PRIO_PROCESS, 0))
        self.assertEqual({"waits": own, "computes": own},
                         self.niceness_of_lanes(own, refused=True))


if __name__ == "__main__":
    unittest.main()
