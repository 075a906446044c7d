"""A broker and a server for a measurement, from the parts of the black-box tests."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "tests/integration"))

from harness.broker import Broker
from harness.campus import Campus
from harness.server import Server


class BenchStage:
    """`with BenchStage(folder, devices) as stage:`; 0 devices is a campus without any."""

    def __init__(self, folder: Path, devices: int) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self._stack = ExitStack()
        self.broker = Broker(folder / "mosquitto").start()
        self._stack.callback(self.broker.kill)
        self.campus = Campus.generate(folder, devices) if devices else None
        (folder / "data").mkdir()
        self.server = Server(folder / "data", [self.broker.url])
        self.server.prepare(self.campus.path if self.campus else None)
        self._stack.callback(lambda: self.server.child and self.server.child.kill())

    def __enter__(self) -> BenchStage:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def messages(self, **more: object) -> list[tuple[str, str]]:
        """One status of each board, with members of its own."""
        return [board.message(**more) for board in self.campus.boards] if self.campus else []
