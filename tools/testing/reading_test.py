"""What a person is shown of a long log."""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from testing.reading import last_words

LOG = """\
1: [       OK ] A.B (0 ms)
2: begins
2: test support: PostgreSQL did not start
1: [  PASSED  ] 1 test.
1/2 Test #1: core .............................   Passed    0.01 sec
2/2 Test #2: store ............................Subprocess aborted***Exception:   9.50 sec

50% tests passed, 1 tests failed out of 2

The following tests FAILED:
\t  2 - store (Subprocess aborted)
Errors while running CTest
"""


class LastWords(unittest.TestCase):
    def test_of_the_failed_program_only(self) -> None:
        self.assertEqual("\nstore, at its end:\nbegins\ntest support: PostgreSQL did not start\n",
                         last_words(LOG))

    def test_without_the_sanitizers_picture(self) -> None:
        log = LOG.replace("2: test support: PostgreSQL did not start",
                          "2: ERROR: heap-use-after-free\n2: Shadow bytes around the address:\n"
                          "2:   0x0c: fd fd\n2: ==7==ABORTING")
        self.assertEqual("\nstore, at its end:\nbegins\nERROR: heap-use-after-free\n"
                         "==7==ABORTING\n", last_words(log))

    def test_nothing_failed(self) -> None:
        self.assertEqual("", last_words("100% tests passed, 0 tests failed out of 2\n").strip())


if __name__ == "__main__":
    unittest.main()
