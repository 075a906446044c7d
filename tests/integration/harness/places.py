"""Where things are: the checkout, its program, free ports."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[3]
PROGRAM = TOP / "build/release/bin/sensocampus"
sys.path.insert(0, str(TOP / "tools"))


def free_port() -> int:
    """A loopback port that nobody has now. Below the range of outgoing connections, so that no
    connection takes it before its server does; each process starts its search elsewhere."""
    for step in range(2000):
        port = 10_000 + (os.getpid() * 37 + free_port.taken + step) % 20_000
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            free_port.taken += step + 1
            return port
    raise OSError("no free port")


free_port.taken = 0  # type: ignore[attr-defined]
