"""Waiting for a condition, with a deadline: the only pause of the suite."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event
from typing import TypeVar

T = TypeVar("T")
_PAUSE_SECONDS = 0.05


class TooLate(AssertionError):
    """What was waited for did not happen in time."""


def wait_for(condition: Callable[[], T | None], what: str, seconds: float = 20) -> T:
    """Asks until the answer is true and returns it. A condition that raises OSError (nobody
    listens yet) is asked again."""
    deadline = time.monotonic() + seconds
    last: object = None
    while time.monotonic() < deadline:
        try:
            last = condition()
            if last:
                return last
        except OSError as error:
            last = error
        Event().wait(_PAUSE_SECONDS)
    raise TooLate(f"no {what} within {seconds} s; last answer: {last}")


def hold_for(condition: Callable[[], object], what: str, seconds: float) -> None:
    """The condition stays true for all of this time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not condition():
            raise AssertionError(f"not any more: {what}")
        Event().wait(_PAUSE_SECONDS)
