"""How suites share the machine."""

from __future__ import annotations

import sys
import tempfile
import threading
import unittest
from collections.abc import Callable
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


if __name__ == "__main__":
    unittest.main()
