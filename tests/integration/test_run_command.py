"""./run as a newcomer uses it: twice, with Ctrl-C, and with the port taken."""

from __future__ import annotations

import contextlib
import io
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

import building
import processes


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

        empty = self.begin("--empty")
        self.assertEqual(1, empty.process.wait(60))
        self.assertIn("holds the demonstration", empty.log_text())

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
        said = child.log_text()
        self.assertIn("serve ended by itself (SIGKILL). From ", said)
        self.assertLessEqual(len(said[said.index("serve ended"):].splitlines()), 9, said)
        self.assertNotIn(" info ", said[said.index("serve ended"):])
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
                (["--host", "nonsense"], 2, "'nonsense' is not an IPv4 or IPv6 address"),
                (["--host", "fe80::1%lo"], 2, "'fe80::1%lo' is not an IPv4 or IPv6 address"),
                (["--host", "2001:db8::7"], 1, "this machine has no address 2001:db8::7"),
                (["--data", str(file)], 1, f"{file} cannot be a folder")):
            with self.subTest(options=options):
                child = self.begin(*options)
                self.assertEqual(code, child.process.wait(30))
                self.assertIn(said, child.log_text())
                self.assertNotIn("Traceback", child.log_text())

    def test_an_ipv6_address_is_listened_on(self) -> None:
        try:
            socket.create_server(("::1", 0), family=socket.AF_INET6).close()
        except OSError:
            self.skipTest("no IPv6 here")
        child = self.begin("--empty", "--host", "[::1]")
        self.assertIn(f"http://[::1]:{self.port}\n", self.greeted(child))
        self.assertEqual(200, HttpClient(self.port, "::1").request("GET", "/health/live").status)
        self.interrupt(child)

    def test_a_taken_port_is_named(self) -> None:
        with socket.create_server(("127.0.0.1", self.port)):
            child = self.begin()
            self.assertEqual(1, child.process.wait(120))
        self.assertIn(f"port {self.port}", child.log_text())
        self.assertIn(f"--port {self.port + 1}", child.log_text())


class Noise(Stage):
    """What ./run keeps to itself, and what it tells."""

    def test_a_talkative_step_is_heard_only_when_it_fails(self) -> None:
        def said(script: str) -> str:
            heard = io.StringIO()
            with contextlib.redirect_stdout(heard):
                try:
                    building.run_quietly("Building", ["sh", "-c", script], None, self.folder)
                except building.BuildError as error:
                    return heard.getvalue() + str(error)
            return heard.getvalue()

        self.assertEqual("Building\n", said("echo npm warn; echo more >&2"))
        failed = said("echo the cause; exit 3")
        self.assertIn("the cause\n", failed)
        self.assertIn("ended with 3", failed)

    def tail(self, *lines: str) -> str:
        log = self.folder / "child.log"
        log.write_text("".join(f"{line}\n" for line in lines))
        ended = subprocess.Popen(["true"])
        ended.wait()
        return processes.Child("child", ended, log).tail()

    def test_the_tail_of_a_log_is_what_tells_something(self) -> None:
        self.assertEqual("  1795366680: Error: Address already in use", self.tail(
            "1795366679: New connection from 127.0.0.1:40046 on port 1884.",
            "1795366679: New client connected from 127.0.0.1:40046 as neOSensor_b3de_c7526c.",
            "1795366680: Error: Address already in use",
            "1795366680: Client neOSensor_b3de_c7526c disconnected.",
            "1795366680: Client neOSensor_b3de_c7526c closed its connection."))
        self.assertEqual("  2026-11-22T16:55:44.000Z error the lead is lost\n  sensocampus: why",
                         self.tail("2026-11-22T16:55:43.852Z info ingest connection up",
                                   "2026-11-22T16:56:13.911Z warning message refused broker=main",
                                   "2026-11-22T16:55:44.000Z error the lead is lost",
                                   "sensocampus: why"))
        self.assertEqual("  simulate: broker_unreachable", self.tail(
            "    10 s  boards 262  connected 248", "simulate: broker_unreachable",
            "    20 s  boards 262  connected 0"))
        self.assertEqual("  2026-11-22T16:55:43.852Z info b", self.tail(
            "2026-11-22T16:55:43.851Z info a", "2026-11-22T16:55:43.852Z info b"),
            "nothing but everyday lines: the last one")
        self.assertEqual(8, len(self.tail(*(f"line {i}" for i in range(20))).splitlines()))


if __name__ == "__main__":
    unittest.main()
