#!/usr/bin/env python3
"""The stage of the browser tests: a broker, a server with the demonstration campus, its boards,
and something in every list. Runs `npm run e2e` there, or waits until Ctrl-C with `--stay`.

SOC_URL, SOC_USER and SOC_PASSWORD say where and who. A POST to SOC_STAGE makes something happen,
and is answered when it has:
    /restart    the server stops for 5 s, 50 devices change meanwhile, and it starts again
    /silence    200 boards are missing
    /return     they speak, all at once
    /cut        the line of the browser is broken for 5 s; meanwhile they speak
    /freeze     the server stands still, its connections open, until /thaw"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Event, Thread

from harness.broker import Broker
from harness.campus import Campus
from harness.child import Child
from harness.line import Line
from harness.places import PROGRAM, TOP
from harness.publisher import status
from harness.registry import write_sqlite
from harness.server import ADMINISTRATOR, PASSWORD, Server
from harness.waiting import wait_for

STOPPED_SECONDS = 5
CHANGED = 50
REFUSED = 250
DISCOVERED = 1100
SILENT = 200


class BrowserStage:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.broker = Broker(folder / "mosquitto").start()
        self.campus = Campus.generate(folder, 300, "demonstration")
        (folder / "data").mkdir()
        self.server = Server(folder / "data", [self.broker.url])
        self.server.prepare(self.campus.path)
        self.server.load(self.campus.path, "--demonstration")
        self.server.start()
        self.line = Line(self.server.port)
        self._restarts = 0
        self._boards = self._play()
        self._fill_lists()
        wait_for(lambda: self.server.client.counts()["online"] > 50, "boards that report", 60)

    def _play(self) -> Child:
        return Child([str(PROGRAM), "simulate", "--campus", str(self.campus.path),
                      "--broker", self.broker.url, "--failures", "demonstration", "--seed", "1",
                      "--truth", str(self._folder / "truth.jsonl")],
                     self._folder / "simulate.log")

    def _fill_lists(self) -> None:
        """Something refused and something discovered, as any real campus has: more than is kept."""
        with self.broker.publisher() as boards:
            boards.publish([("u4/300/device", "not JSON"), ("u4/301/device", '{"status":"x"}'),
                            ("u4/302/device", status("30:ae:a4:ff:00:01")),
                            ("TestTopic/neOSensor_0002/device", status("30:ae:a4:ff:00:02"))])
            boards.publish((f"u4/{400 + n}/device", "not JSON") for n in range(REFUSED))
            boards.publish(("u4/302/device", status(f"30:ae:a4:fe:{n >> 8:02x}:{n & 255:02x}"))
                           for n in range(DISCOVERED))

    def restart_with_changes(self) -> None:
        self.server.terminate()
        self._restarts += 1
        for number, device in enumerate(self.campus.document["devices"][:CHANGED]):
            device["name"] = f"Renamed in stop {self._restarts}, {number}"
        self.campus.save()
        self.server.load(self.campus.path)
        with self.broker.publisher() as boards:
            boards.publish(board.message(firmware=250101) for board in self.campus.boards[:CHANGED])
        Event().wait(STOPPED_SECONDS)  # the outage itself
        self._launch_again()

    def _launch_again(self) -> None:
        self.server.launch()
        wait_for(self.server.is_ready, "ready server", 30)
        self._fill_lists()  # they are kept in memory only

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self.server.child
        self.server.child.process.send_signal(number)

    def silence(self) -> None:
        """Going missing takes half an hour: the database is told so while nobody has it open."""
        self._speak()
        wait_for(lambda: self.server.client.counts()["online"] >= SILENT, "boards that report", 60)
        self.server.terminate()
        boards = ", ".join(f"'{board.uuid}'" for board in self.campus.boards[:SILENT])
        write_sqlite(self.server.data, "UPDATE presence_interval SET presence = 'missing'"
                     f" WHERE until_us IS NULL AND device_id IN ({boards})")
        self._launch_again()
        if self._missing() < SILENT * 3 // 4:
            raise AssertionError(f"only {self._missing()} boards are missing")

    def _speak(self) -> None:
        with self.broker.publisher() as boards:
            boards.publish(board.message() for board in self.campus.boards[:SILENT])

    def let_them_return(self) -> None:
        self._speak()
        wait_for(lambda: self._missing() == 0, "boards that came back", 30)

    def cut_the_line(self) -> None:
        self.line.cut()
        try:
            self.let_them_return()
            Event().wait(STOPPED_SECONDS)  # the outage itself
        finally:
            self.line.mend()

    def _missing(self) -> int:
        return self.server.client.counts()["missing"]

    def end(self) -> None:
        self.line.cut()
        self._boards.kill()
        if self.server.child:
            self.server.child.kill()
        self.broker.kill()


def control(stage: BrowserStage) -> HTTPServer:
    deeds: dict[str, Callable[[], None]] = {
        "/restart": stage.restart_with_changes, "/silence": stage.silence,
        "/return": stage.let_them_return, "/cut": stage.cut_the_line,
        "/freeze": stage.freeze, "/thaw": stage.thaw}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name that http.server asks for
            deed = deeds.get(self.path)
            if deed:
                deed()
            self.send_response(204 if deed else 404)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            print("stage:", format % arguments, flush=True)

    # One thread for all requests: a program dies with the thread that started it (die_with_parent).
    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    return server


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="soc-browser-") as folder:
        stage = BrowserStage(Path(folder))
        controls = control(stage)
        try:
            os.environ.update(
                SOC_URL=f"http://localhost:{stage.line.port}", SOC_USER=ADMINISTRATOR,
                SOC_PASSWORD=PASSWORD, SOC_STAGE=f"http://127.0.0.1:{controls.server_port}")
            if sys.argv[1:] == ["--stay"]:
                for name in ("SOC_URL", "SOC_USER", "SOC_PASSWORD", "SOC_STAGE"):
                    print(f"export {name}='{os.environ[name]}'", flush=True)
                signal.pause()
            return subprocess.run(["npm", "run", "e2e", "--", *sys.argv[1:]], cwd=TOP / "web",
                                  check=False).returncode
        except KeyboardInterrupt:
            return 0
        finally:
            stage.end()


if __name__ == "__main__":
    sys.exit(main())
