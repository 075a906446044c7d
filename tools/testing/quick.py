"""./test quick: what changed since the last commit, and nothing that needs more than a minute."""

from __future__ import annotations

import re
import subprocess
from typing import IO

import building
from building import TOP, build, run
from testing import counting
from testing.suite import Suite
from testing.suites import SUITES, ctest


def changed_files() -> list[str]:
    """Not committed yet; in a clean checkout, those of the last commit."""
    changed = _git("diff", "--name-only", "HEAD") + _git(
        "ls-files", "--others", "--exclude-standard")
    return changed or _git("diff", "--name-only", "HEAD~1", "HEAD")


def _git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=TOP, check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def tested_modules(changed: list[str]) -> list[str]:
    """The changed folders of src/ that have a test program."""
    folders = {path.split("/")[1] for path in changed if re.match(r"src/\w+/.+", path)}
    return sorted(folder for folder in folders
                  if "TESTS" in (TOP / "src" / folder / "CMakeLists.txt").read_text())


def quick_suites() -> list[Suite]:
    changed = changed_files()
    modules = tested_modules(changed)
    suites = [suite for suite in SUITES if suite.name == "tidy"]
    if modules:
        targets = [f"{module}_test" for module in modules]

        def unit(log: IO[str]) -> None:
            build("release", targets, log)
            run(["ctest", "--test-dir", "build/release", "--verbose", "--parallel", "2",
                 "--tests-regex", f"^({'|'.join(modules)})$"], log)

        print(f"unit tests of what changed: {', '.join(modules)}")
        suites.append(Suite("unit", unit, counting.googletest))
    if any(path.startswith("web/") for path in changed):
        suites.append(Suite("web", web, counting.plain))
    return suites


def web(log: IO[str]) -> None:
    building.install_web_packages(log)
    run(["npm", "run", "typecheck"], log, TOP / "web")
    run(["npm", "test"], log, TOP / "web")
