"""The smallest MQTT 3.1.1 client that publishes at QoS 0, as boards do; fast enough for a burst."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterable
from types import TracebackType

_CONNECT_FLAGS_CLEAN = 0x02
_CHUNK_BYTES = 32 * 1024


def status(unit_id: str, **more: object) -> str:
    """A board's status message (contract/firmware.md); keyword arguments replace members."""
    return json.dumps({
        "frequency": 1800, "time": "2026-11-22 10:00:00 +0100", "status": "running", "modules": 4,
        "heap": 158000, "hardware": "esp32", "firmware": 231027, "board": "neOSensor",
        "board_rev": 1, "unitID": unit_id} | more, separators=(",", ":"))


class Publisher:
    def __init__(self, address: str, port: int) -> None:
        self._socket = socket.create_connection((address, port), timeout=10)
        client = b""  # the broker invents a name
        body = _text(b"MQTT") + bytes([4, _CONNECT_FLAGS_CLEAN]) + (0).to_bytes(2) + _text(client)
        self._socket.sendall(b"\x10" + _length(len(body)) + body)
        answer = self._socket.recv(4)
        if answer[:1] != b"\x20" or answer[3:] != b"\x00":
            raise ConnectionRefusedError(f"the broker answered {answer!r}")

    def publish(self, messages: Iterable[tuple[str, str | bytes]], retain: bool = False) -> None:
        """All of them are with the kernel when this returns; `settle` says when the broker has
        read them."""
        pending = bytearray()
        for topic, payload in messages:
            data = payload.encode() if isinstance(payload, str) else payload
            body = _text(topic.encode()) + data
            pending += (b"\x31" if retain else b"\x30") + _length(len(body)) + body
            if len(pending) >= _CHUNK_BYTES:
                self._socket.sendall(pending)
                pending.clear()
        self._socket.sendall(pending)

    def settle(self) -> None:
        """PINGREQ and its answer: the broker has taken everything sent before."""
        self._socket.sendall(b"\xc0\x00")
        answer = self._socket.recv(2)
        if answer != b"\xd0\x00":
            raise ConnectionError(f"no PINGRESP but {answer!r}")

    def close(self) -> None:
        try:
            self._socket.sendall(b"\xe0\x00")
        except OSError:
            pass  # the broker is gone, which some tests want
        self._socket.close()

    def __enter__(self) -> Publisher:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()


def _text(data: bytes) -> bytes:
    return len(data).to_bytes(2) + data


def _length(number: int) -> bytes:
    out = bytearray()
    while True:
        number, digit = divmod(number, 128)
        out.append(digit | (0x80 if number else 0))
        if not number:
            return bytes(out)
