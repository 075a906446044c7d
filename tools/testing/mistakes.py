"""The mistakes that clang's thread-safety analysis must refuse: a check that checks nothing would
let everything pass."""

from __future__ import annotations

import re
import subprocess
from typing import IO

from building import TOP, BuildError

SOURCE = TOP / "tests/thread_safety/mistakes.cpp"
COMMAND = ["clang++", "-std=c++20", "-fsyntax-only", "-fno-access-control", "-Wthread-safety",
           "-Werror", f"-I{TOP}/src", str(SOURCE)]


def all_refused(log: IO[str]) -> None:
    """Without a mistake the source compiles; with any of them it does not, and for that reason."""
    said = _compile()
    if said:
        raise BuildError(f"{SOURCE.name} must compile without a mistake:\n{said}")
    names = re.findall(r"\bMISTAKE_[A-Z_]+\b", SOURCE.read_text())
    if not names:
        raise BuildError(f"{SOURCE.name} has no mistakes")
    for name in names:
        if "-Wthread-safety" not in _compile(f"-D{name}"):
            raise BuildError(f"clang lets {name} pass")
        log.write(f"step ok: {name} is refused\n")


def _compile(*more: str) -> str:
    """What clang says; nothing when it is content."""
    done = subprocess.run([*COMMAND, *more], cwd=TOP, check=False, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout if done.returncode != 0 else ""
