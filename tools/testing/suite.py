"""What a suite is: steps that write one log, and how many tests passed in it."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import building

LOGS = building.TOP / "build/test-logs"
_TAIL_LINES = 60
_NICER = 10


@dataclass(frozen=True)
class Counts:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.passed + other.passed, self.failed + other.failed,
                      self.skipped + other.skipped)

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


@dataclass(frozen=True)
class Suite:
    """`run` does the work, writes to the log, and raises BuildError when a step fails; `count`
    reads from the log how many tests that were. One that `waits` leaves the processors idle for
    much of its time."""

    name: str
    run: Callable[[IO[str]], None]
    count: Callable[[str], Counts]
    waits: bool = False


@dataclass(frozen=True)
class Outcome:
    name: str
    ok: bool
    seconds: float
    counts: Counts
    log: Path

    def __str__(self) -> str:
        return (f"{self.name:<14} {'ok' if self.ok else 'FAILED':<6} {self.seconds:7.1f} s   "
                f"{self.counts}")


def carry_out(suite: Suite) -> Outcome:
    """Runs a suite to its end, whatever happens in it."""
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / f"{suite.name}.log"
    began = time.monotonic()
    print(f"{suite.name} ...\n", end="", flush=True)  # in one piece: there are two lanes
    why = ""
    with path.open("w") as log:
        try:
            suite.run(log)
        except (building.BuildError, OSError) as error:
            why = str(error)
            log.write(f"\n{why}\n")
    counts = suite.count(path.read_text(errors="replace"))
    if why and not counts.failed:
        counts += Counts(failed=1)  # a step broke before any test could say so
    elif not why and not counts.passed and not counts.failed:
        why, counts = "no test ran", Counts(failed=1)
    ok = not why and not counts.failed
    if not ok:
        lines = path.read_text(errors="replace").splitlines()[-_TAIL_LINES:]
        print("\n".join([f"--- {suite.name}: {why or 'tests failed'}. The end of its log:",
                         *lines, f"--- all of it: {path.relative_to(building.TOP)}"]), flush=True)
    return Outcome(suite.name, ok, time.monotonic() - began, counts, path)


def carry_out_all(suites: list[Suite]) -> list[Outcome]:
    """One after the other; from the first that waits on, those that only compute go beside those
    that wait, and give way to them."""
    first = next((i for i, suite in enumerate(suites) if suite.waits), len(suites))
    outcomes = [carry_out(suite) for suite in suites[:first]]
    with ThreadPoolExecutor(2) as lanes:
        waiting = lanes.submit(_lane, [suite for suite in suites[first:] if suite.waits])
        computing = lanes.submit(_nicer_lane,
                                 [suite for suite in suites[first:] if not suite.waits])
    return outcomes + waiting.result() + computing.result()


def _lane(suites: list[Suite]) -> list[Outcome]:
    return [carry_out(suite) for suite in suites]


def _nicer_lane(suites: list[Suite]) -> list[Outcome]:
    # Of this thread, and so of what it starts; more than what we were started with.
    thread = threading.get_native_id()
    with contextlib.suppress(OSError):  # refused, it only takes longer
        os.setpriority(os.PRIO_PROCESS, thread,
                       os.getpriority(os.PRIO_PROCESS, thread) + _NICER)
    return _lane(suites)


def quiet_environment() -> None:
    """What the tools write into a log is read by us: no colours, no progress bars."""
    os.environ.update(NO_COLOR="1", FORCE_COLOR="0", CI="1", TERM="dumb", CLICOLOR="0")
