#!/usr/bin/env python3
"""Runs the black-box tests, several classes at a time: most of their time is waiting.

    tests/integration/run.py [MODULE[.Class[.test]]...]      all without arguments
"""

from __future__ import annotations

import argparse
import importlib
import os
import re
import subprocess
import sys
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from harness.namespaces import enter

HERE = Path(__file__).resolve().parent
CLASS_SECONDS_MAX = 400


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-j", "--jobs", type=int, default=(os.cpu_count() or 2) + 1)
    parser.add_argument("--full", action="store_true", help="what only ./test full runs")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    names = options.names or classes(options.full)
    passed = failed = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        for name, seconds, output, ran, wrong in pool.map(run_class, names):
            passed, failed = passed + ran - wrong, failed + wrong
            print(f"{name:<44} {'ok' if not wrong else 'FAILED':<6} {seconds:6.1f} s  {ran} tests",
                  flush=True)
            if wrong:
                print(output, flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def classes(full: bool) -> list[str]:
    """`module.Class` of everything found, those that wait longest first; with `full`, what only
    ./test full runs."""
    found: set[tuple[int, str]] = set()
    suites: list[unittest.TestSuite] = [unittest.defaultTestLoader.discover(str(HERE))]
    while suites:
        for item in suites.pop():
            if isinstance(item, unittest.TestSuite):
                suites.append(item)
            else:
                kind = type(item)
                if getattr(kind, "only_full", False) != full:
                    continue
                found.add((-getattr(kind, "typical_seconds", 10),
                           f"{kind.__module__}.{kind.__name__}"))
    return [name for _, name in sorted(found)]


def needs_namespaces(name: str) -> bool:
    """Whether a class, or one in a module, is marked so."""
    module, _, rest = name.partition(".")
    loaded = importlib.import_module(module)
    kinds = [getattr(loaded, rest.split(".")[0])] if rest else list(vars(loaded).values())
    return any(getattr(kind, "needs_namespaces", False) for kind in kinds
               if getattr(kind, "__module__", "") == module)


def run_class(name: str) -> tuple[str, float, str, int, int]:
    """Name, seconds, output, tests that ran, tests that went wrong."""
    began = time.monotonic()
    try:
        command = [sys.executable, "-m", "unittest", "-v", name]
        if needs_namespaces(name):
            command = enter(command)
        done = subprocess.run(command, cwd=HERE, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                              timeout=CLASS_SECONDS_MAX)
        output, code = done.stdout, done.returncode
    except subprocess.TimeoutExpired as late:
        output = (late.stdout or b"").decode(errors="replace")
        output, code = f"{output}\nnot ended after {CLASS_SECONDS_MAX} s", 1
    ran = int((re.findall(r"^Ran (\d+) test", output, re.MULTILINE) or ["0"])[-1])
    wrong = sum(int(number) for number in re.findall(r"(?:failures|errors)=(\d+)", output))
    if code != 0 and not wrong:
        ran, wrong = max(ran, 1), 1
    return name, time.monotonic() - began, output, ran, min(wrong, max(ran, 1))


if __name__ == "__main__":
    sys.exit(main())
