"""Finds in a long log what a person needs first."""

from __future__ import annotations

import re

_WORDS = 40
# The sanitizer's picture of memory is longer than what it has to say.
_PICTURE = re.compile(r"^Shadow bytes around.*?(?=^==\d+==ABORTING)", re.M | re.S)


def last_words(log: str) -> str:
    """The last lines of each program that ctest lists as failed; with `--verbose` it puts the
    program's number before each line."""
    found = []
    for number, name in re.findall(r"^\s+(\d+) - (\w+) \(.*\)$", log, re.MULTILINE):
        said = "\n".join(re.findall(rf"^{number}: (.*)$", log, re.MULTILINE))
        found += ["", f"{name}, at its end:", *_PICTURE.sub("", said).splitlines()[-_WORDS:]]
    return "\n".join(found) + "\n"
