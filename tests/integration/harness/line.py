"""The line between a reader and a server, which can break and be mended."""

from __future__ import annotations

import contextlib
import socket
from threading import Lock, Thread

from harness.places import free_port


class Line:
    """Listens on a port of its own and passes on what it hears. While it is cut, nobody listens."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self.port = free_port()
        self._lock = Lock()
        self._ends: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self.mend()

    def mend(self) -> None:
        listener = socket.create_server(("127.0.0.1", self.port))
        self._listener = listener
        Thread(target=self._accept, args=(listener,), daemon=True).start()

    def cut(self) -> None:
        """Everything on the way is lost; both sides see the end of their connection."""
        if self._listener:
            _end(self._listener)
        self._listener = None
        with self._lock:
            ends, self._ends = self._ends, set()
        for end in ends:
            _end(end)

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):  # cut
            while True:
                near, _ = listener.accept()
                self._join(near, listener)

    def _join(self, near: socket.socket, listener: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self._server_port))
        except OSError:  # the server is away
            _end(near)
            return
        with self._lock:
            is_cut = self._listener is not listener
            if not is_cut:
                self._ends |= {near, far}
        if is_cut:
            _end(near)
            _end(far)
            return
        for source, target in ((near, far), (far, near)):
            Thread(target=self._pass_on, args=(source, target), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                target.sendall(data)
        with self._lock:
            self._ends -= {source, target}
        _end(source)
        _end(target)


def _end(end: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it may have ended just now
        end.shutdown(socket.SHUT_RDWR)
    end.close()
