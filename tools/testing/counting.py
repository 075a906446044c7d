"""Reads from the logs of GoogleTest, ctest, unittest, Vitest and our own runners what they say."""

from __future__ import annotations

import re

from testing.suite import Counts


def googletest(log: str) -> Counts:
    """Test cases; a program that broke before it could count them is one failure by ctest."""
    passed = _sum(r"\[  PASSED  \] (\d+) tests?\.", log)
    failed = _sum(r"\[  FAILED  \] (\d+) tests?, listed below", log)
    skipped = _sum(r"\[  SKIPPED \] (\d+) tests?, listed below", log)
    programs = _sum(r"tests passed, (\d+) tests? failed out of \d+", log)
    return Counts(passed, max(failed, programs), skipped)


def unittest(log: str) -> Counts:
    """Python's own summary, of one run or of several."""
    ran = _sum(r"^Ran (\d+) tests? in", log)
    failed = _sum(r"^FAILED \(.*?failures=(\d+)", log) + _sum(r"^FAILED \(.*?errors=(\d+)", log)
    skipped = _sum(r"^(?:OK|FAILED) \(.*?skipped=(\d+)", log)
    return Counts(max(ran - failed - skipped, 0), failed, skipped)


def plain(log: str) -> Counts:
    """The last line of the form `3 passed, 1 failed, 2 skipped`; Vitest's differs by bars."""
    found = Counts()
    for line in log.splitlines():
        if re.match(r"\s*(Tests\s+)?\d+ (passed|failed|skipped)\b", line):
            words = {word: int(number)
                     for number, word in re.findall(r"(\d+) (passed|failed|skipped)", line)}
            found = Counts(words.get("passed", 0), words.get("failed", 0), words.get("skipped", 0))
    return found


def steps(log: str) -> Counts:
    """Suites whose steps are the tests: each prints `step ok: what` when it is done."""
    return Counts(passed=len(re.findall(r"^step ok: ", log, re.MULTILINE)))


def _sum(pattern: str, log: str) -> int:
    return sum(int(number) for number in re.findall(pattern, log, re.MULTILINE))
