"""Finds in a long log what a person needs first."""

from __future__ import annotations

import re

_WORDS = 30


def last_words(log: str) -> str:
    """The last lines of each program that ctest lists as failed; with `--verbose` it puts the
    program's number before each line."""
    found = []
    for number, name in re.findall(r"^\s+(\d+) - (\w+) \(.*\)$", log, re.MULTILINE):
        said = re.findall(rf"^{number}: (.*)$", log, re.MULTILINE)
        found += ["", f"{name}, at its end:", *said[-_WORDS:]]
    return "\n".join(found) + "\n"
