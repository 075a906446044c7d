"""A real Mosquitto with the shipped file, on a port of its own."""

from __future__ import annotations

from pathlib import Path

from harness.child import Child
from harness.places import free_port
from harness.publisher import Publisher
from harness.waiting import wait_for
from shipped_broker import place_broker

PROGRAM = "/usr/sbin/mosquitto"


class Broker:
    """`prefix` goes before the command (`ip netns exec ...`), `address` is where it listens."""

    def __init__(self, folder: Path, address: str = "127.0.0.1",
                 prefix: list[str] | None = None) -> None:
        self.address = address
        self.port = free_port()
        self.url = f"mqtt://{address}:{self.port}"
        self._folder = folder
        self._prefix = prefix
        self._file = place_broker(self.port, folder, "connection_messages false", address)
        self._child: Child | None = None

    def start(self) -> Broker:
        self._child = Child([PROGRAM, "-c", str(self._file)], self._folder / "mosquitto.log",
                            self._prefix)
        # Where the broker has a network of its own, only its log tells.
        wait_for(self._is_up, "broker")
        return self

    def _is_up(self) -> bool:
        assert self._child
        if not self._child.is_running():
            raise AssertionError(f"the broker ended: {self._child.log_text()}")
        if self._prefix:
            return "running" in self._child.log_text()
        with Publisher(self.address, self.port):
            return True

    def stop(self) -> None:
        """A clean stop: sessions and their queues are written to the disk."""
        if self._child:
            self._child.terminate()

    def kill(self) -> None:
        if self._child:
            self._child.kill()

    def restart(self) -> None:
        self.stop()
        self.start()

    def publisher(self) -> Publisher:
        return Publisher(self.address, self.port)
