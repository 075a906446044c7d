"""The body of ./test: runs suites and says how each ended."""

from __future__ import annotations

import sys

from testing.quick import quick_suites
from testing.suite import Counts, Suite, carry_out_all, quiet_environment
from testing.suites import FULL_SUITES, SUITES

HELP = f"""Usage: ./test [quick | full | SUITE...]

  ./test         {', '.join(suite.name for suite in SUITES)}
  ./test full    and also {', '.join(suite.name for suite in FULL_SUITES)}
  ./test quick   tidy, and the unit tests of the folders that changed
Left out of all: container images, since there is no Containerfile yet.
Logs: build/test-logs/."""


def chosen(names: list[str]) -> list[Suite]:
    if not names:
        return list(SUITES)
    if names == ["full"]:
        return [*SUITES, *FULL_SUITES]
    if names == ["quick"]:
        return quick_suites()
    known = {suite.name: suite for suite in (*SUITES, *FULL_SUITES)}
    for name in names:
        if name not in known:
            sys.exit(f"test: there is no suite {name}\n\n{HELP}")
    return [known[name] for name in names]


def main() -> int:
    if {"-h", "--help"} & set(sys.argv[1:]):
        print(HELP)
        return 0
    quiet_environment()
    outcomes = carry_out_all(chosen(sys.argv[1:]))
    print()
    for outcome in outcomes:
        print(outcome)
    print(sum((outcome.counts for outcome in outcomes), Counts()))
    return 0 if all(outcome.ok for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
