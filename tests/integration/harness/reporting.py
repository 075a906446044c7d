"""Boards that keep reporting in the background while a test breaks things around them."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event, Lock, Thread

from harness.broker import Broker
from harness.campus import Board


class ReportingBoards:
    """Every board says once an interval that it lives; the member `firmware` is the number of
    the round, so that a test can tell which of its messages arrived last."""

    def __init__(self, broker: Broker, boards: Sequence[Board], interval: float) -> None:
        self._broker = broker
        self._boards = boards
        self._interval = interval
        self._stop = Event()
        self._lock = Lock()
        self._rounds = 0
        self._error: OSError | None = None
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def rounds(self) -> int:
        """How many times every board's message is with the broker."""
        with self._lock:
            if self._error:
                raise self._error
            return self._rounds

    def stop(self) -> int:
        """The number of the last round."""
        self._stop.set()
        self._thread.join(20)
        return self.rounds()

    def _run(self) -> None:
        try:
            with self._broker.publisher() as publisher:
                while not self._stop.is_set():
                    number = self._rounds + 1
                    publisher.publish(
                        board.message(firmware=number, frequency=int(self._interval))
                        for board in self._boards)
                    publisher.settle()
                    with self._lock:
                        self._rounds = number
                    self._stop.wait(self._interval)
        except OSError as error:
            with self._lock:
                self._error = error
