"""./run as a newcomer uses it: twice, with Ctrl-C, and with the port taken."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import unittest
from pathlib import Path

from harness.child import Child
from harness.http_client import HttpClient
from harness.places import TOP, free_port
from harness.stage import Stage
from harness.waiting import wait_for


class RunCommand(Stage):
    typical_seconds = 60

    def setUp(self) -> None:
        super().setUp()
        self.port, self.mqtt_port = free_port(), free_port()
        self.data = self.folder / "a data folder"

    def begin(self, *more: str) -> Child:
        child = Child(["./run", "--data", str(self.data), "--port", str(self.port),
                       "--mqtt-port", str(self.mqtt_port), *more],
                      self.folder / f"run-{len(list(self.folder.glob('run-*')))}.log",
                      ["env", "--chdir", str(TOP)])
        self.addCleanup(child.kill)
        return child

    def greeted(self, child: Child) -> str:
        def said() -> str:
            if not child.is_running():
                raise AssertionError(child.log_text())
            return child.log_text() if "Ctrl-C" in child.log_text() else ""
        return wait_for(said, "greeting", 120)

    def children_of(self, pid: int) -> list[int]:
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], text=True, check=False,
                                stdout=subprocess.PIPE).stdout
        return [int(word) for word in listed.split()]

    def interrupt(self, child: Child) -> None:
        ours = self.children_of(child.pid)
        self.assertGreaterEqual(len(ours), 2)
        child.process.send_signal(signal.SIGINT)
        self.assertEqual(0, child.process.wait(30), child.log_text())
        self.assertEqual([], [pid for pid in ours if Path(f"/proc/{pid}").exists()])

    def test_first_use_second_use_and_ctrl_c(self) -> None:
        first = self.begin()
        password = re.search(r"password (\S+)", self.greeted(first))
        assert password
        client = HttpClient(self.port)
        client.login("admin", password[1])
        self.assertEqual(300, client.counts()["total"])
        self.assertTrue(client.get("/api/v1/me")["demonstration"])
        wait_for(lambda: client.counts()["online"] > 50, "boards that report", 60)
        self.interrupt(first)

        second = self.begin()
        self.assertNotIn(password[1], self.greeted(second))
        client.login("admin", password[1])
        self.assertEqual(300, client.counts()["total"])
        self.interrupt(second)

    def test_empty_and_a_death_of_the_server(self) -> None:
        child = self.begin("--empty")
        password = re.search(r"password (\S+)", self.greeted(child))
        assert password
        client = HttpClient(self.port)
        client.login("admin", password[1])
        self.assertEqual(0, client.counts()["total"])
        ours = self.children_of(child.pid)
        server = next(pid for pid in ours if "serve" in Path(f"/proc/{pid}/cmdline").read_text())
        os.kill(server, signal.SIGKILL)
        self.assertEqual(1, child.process.wait(30))
        self.assertIn("serve ended by itself", child.log_text())
        self.assertEqual([], [pid for pid in ours if Path(f"/proc/{pid}").exists()])

    def test_an_interrupted_first_use_recovers(self) -> None:
        killed = self.begin()
        wait_for(lambda: (self.data / "campus.json").exists(), "campus file", 120)
        killed.kill()
        self.greeted(self.begin())
        self.assertEqual("demonstration", self.campus_of_data())

    def campus_of_data(self) -> str:
        return re.findall(r'"campus": "(\w+)"', (self.data / "setup.json").read_text())[0]

    def test_wrong_options_are_named(self) -> None:
        file = self.folder / "file"
        file.touch()
        for options, code, said in (
                (["--port", "99999"], 2, "'99999' is not a port from 1 to 65535"),
                (["--port", "0"], 2, "'0' is not a port"),
                (["--mqtt-port", "x"], 2, "'x' is not a port"),
                (["--host", "nonsense"], 2, "'nonsense' is not an IPv4 address"),
                (["--data", str(file)], 1, f"{file} cannot be a folder")):
            with self.subTest(options=options):
                child = self.begin(*options)
                self.assertEqual(code, child.process.wait(30))
                self.assertIn(said, child.log_text())
                self.assertNotIn("Traceback", child.log_text())

    def test_a_taken_port_is_named(self) -> None:
        with socket.create_server(("127.0.0.1", self.port)):
            child = self.begin()
            self.assertEqual(1, child.process.wait(120))
        self.assertIn(f"port {self.port}", child.log_text())
        self.assertIn(f"--port {self.port + 1}", child.log_text())


if __name__ == "__main__":
    unittest.main()
