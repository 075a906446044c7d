"""The suites of ./test, and those that only ./test full adds."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

import building
from building import TOP, build, run
from testing import counting
from testing.suite import Suite

FUZZ_SECONDS = 60
RANDOM_SECONDS = 600


def tidy(log: IO[str]) -> None:
    run([sys.executable, "tools/tidy_test.py"], log)
    run([sys.executable, "tools/tidy.py"], log)
    log.write("step ok: the tree has no fault\n")


def ctest(preset: str, *more: str) -> Callable[[IO[str]], None]:
    def steps(log: IO[str]) -> None:
        build(preset, [], log)
        run(["ctest", "--test-dir", f"build/{preset}", "--verbose", "--parallel",
             str(os.cpu_count() or 2), *more], log)
    return steps


def fuzz_seeds(log: IO[str]) -> None:
    """Every seed of every target, once."""
    for target, seeds in fuzz_targets(log):
        inputs = sorted(str(path) for path in seeds.iterdir())
        run([str(target), *inputs], log)
        log.write(f"step ok: {target.name}, {len(inputs)} seeds\n")


def fuzz(log: IO[str]) -> None:
    """A minute of new inputs for each target; what is found is kept beside the log."""
    for target, seeds in fuzz_targets(log):
        found = TOP / "build/fuzz/found" / target.name
        found.mkdir(parents=True, exist_ok=True)
        run([str(target), f"-max_total_time={FUZZ_SECONDS}", f"-artifact_prefix={found}/",
             "-print_final_stats=1", str(found), str(seeds)], log)
        log.write(f"step ok: {target.name}\n")


def fuzz_targets(log: IO[str]) -> list[tuple[Path, Path]]:
    """Each fuzz program with the folder of its seeds."""
    build("fuzz", [], log)
    targets = []
    for seeds in sorted((TOP / "tests/fuzz/seeds").iterdir()):
        target = TOP / "build/fuzz/bin" / f"{seeds.name}_fuzz"
        if not target.exists():
            raise building.BuildError(f"seeds/{seeds.name} has no target {target.name}")
        targets.append((target, seeds))
    return targets


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
    build("tidy", [], log)
    log.write("step ok: clang -Wthread-safety\n")


def clang_tidy(log: IO[str]) -> None:
    build("tidy", [], log)
    run(["run-clang-tidy", "-quiet", "-p", "build/tidy", "-j", str(os.cpu_count() or 2),
         f"{TOP}/src/"], log)
    log.write("step ok: clang-tidy\n")


def random_operations(log: IO[str]) -> None:
    """The counters' recount of R50's ten minutes; ./test does it for ten seconds."""
    os.environ["SOC_RANDOM_SECONDS"] = str(RANDOM_SECONDS)
    try:
        ctest("release", "--tests-regex", "random")(log)
    finally:
        del os.environ["SOC_RANDOM_SECONDS"]


def promtool(log: IO[str]) -> None:
    run([sys.executable, "tests/integration/run.py", "--full"], log)


SUITES = (
    Suite("tidy", tidy, lambda log: counting.unittest(log) + counting.steps(log)),
    Suite("unit", ctest("release"), counting.googletest),
    Suite("web", web, counting.plain),
    Suite("integration", integration, counting.plain),
    Suite("browser", browser, counting.plain),
    Suite("asan", ctest("dev"), counting.googletest),
    Suite("fuzz-seeds", fuzz_seeds, counting.steps),
)
FULL_SUITES = (
    Suite("thread-safety", thread_safety, counting.steps),
    Suite("clang-tidy", clang_tidy, counting.steps),
    Suite("tsan", ctest("tsan"), counting.googletest),
    Suite("fuzz", fuzz, counting.steps),
    Suite("random", random_operations, counting.googletest),
    Suite("promtool", promtool, counting.plain),
)
