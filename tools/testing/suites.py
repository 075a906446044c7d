"""The suites of ./test, and those that only ./test full adds."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

import building
from building import TOP, build, run
from testing import counting, mistakes, reading
from testing.suite import Suite

FUZZ_SECONDS = 60
RANDOM_SECONDS = 600


def tidy(log: IO[str]) -> None:
    for test in sorted(TOP.glob("tools/**/*_test.py")):
        run([sys.executable, str(test.relative_to(TOP))], log)
    run([sys.executable, "tools/tidy.py"], log)
    log.write("step ok: the tree has no fault\n")


def ctest(preset: str, *more: str) -> Callable[[IO[str]], None]:
    def steps(log: IO[str]) -> None:
        build(preset, [], log)
        try:
            run(["ctest", "--test-dir", f"build/{preset}", "--verbose", "--parallel",
                 str(os.cpu_count() or 2), *more], log)
        except building.BuildError:
            # The programs ran side by side: the end of the log is not what the failed one said.
            log.flush()
            log.write(reading.last_words(Path(log.name).read_text(errors="replace")))
            raise
    return steps


def fuzz_seeds(log: IO[str]) -> None:
    build("fuzz", ["fuzzers"], log)
    run(["tests/fuzz/run_seeds.sh"], log)


def fuzz(log: IO[str]) -> None:
    """New inputs for a minute a target; what is found stays in build/fuzz/found/."""
    build("fuzz", ["fuzzers"], log)
    run(["tests/fuzz/run_long.sh", str(FUZZ_SECONDS)], log)


def web(log: IO[str]) -> None:
    building.install_web_packages(log)
    run(["npm", "run", "check"], log, TOP / "web")
    run(["npm", "test"], log, TOP / "web")


def integration(log: IO[str]) -> None:
    build("release", [], log)
    run([sys.executable, "tests/integration/run.py"], log)


def browser(log: IO[str]) -> None:
    build("release", ["sensocampus"], log)
    building.build_pages(log)
    run([sys.executable, "tests/integration/browser.py"], log)


def thread_safety(log: IO[str]) -> None:
    mistakes.all_refused(log)
    build("tidy", [], log)
    log.write("step ok: clang -Wthread-safety\n")


def clang_tidy(log: IO[str]) -> None:
    build("tidy", [], log)
    run(["run-clang-tidy", "-quiet", "-p", "build/tidy", "-j", str(os.cpu_count() or 2),
         f"{TOP}/src/"], log)
    log.write("step ok: clang-tidy\n")


def random_operations(log: IO[str]) -> None:
    """The counters' recount of R50's ten minutes; ./test does it for ten seconds."""
    wanted = {"SOC_RANDOM_SECONDS": str(RANDOM_SECONDS),
              "SOC_RANDOM_SEED": str(secrets.randbits(63))}
    os.environ.update(wanted)
    try:
        ctest("release", "--tests-regex", "random")(log)
    finally:
        for name in wanted:
            del os.environ[name]


def promtool(log: IO[str]) -> None:
    run([sys.executable, "tests/integration/run.py", "--full"], log)


SUITES = (
    Suite("tidy", tidy, lambda log: counting.unittest(log) + counting.steps(log)),
    Suite("unit", ctest("release"), counting.googletest),
    Suite("web", web, counting.plain),
    Suite("integration", integration, counting.plain, waits=True),
    Suite("browser", browser, counting.plain, waits=True),
    Suite("asan", ctest("dev"), counting.googletest),
    Suite("fuzz-seeds", fuzz_seeds, counting.plain),
)
FULL_SUITES = (
    Suite("thread-safety", thread_safety, counting.steps),
    Suite("clang-tidy", clang_tidy, counting.steps),
    Suite("tsan", ctest("tsan"), counting.googletest),
    Suite("fuzz", fuzz, counting.plain),
    Suite("random", random_operations, counting.googletest),
    Suite("promtool", promtool, counting.plain, waits=True),
)
