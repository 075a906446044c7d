"""The sub-commands as an operator types them."""

from __future__ import annotations

import re
import subprocess
import unittest

from harness.broker import Broker
from harness.campus import Campus, run
from harness.places import PROGRAM
from harness.stage import Stage

SUB_COMMANDS = ("serve", "check-config", "check-broker", "user", "campus", "simulate")


class Commands(Stage):
    typical_seconds = 10

    def test_help_and_version_say_everything(self) -> None:
        said = run("--help")
        for name in SUB_COMMANDS:
            self.assertIn(name, said)
            self.assertIn("--", run(name, "--help"))
        self.assertRegex(run("--version"), r"\d+\.\d+\.\d+")

    def test_an_unknown_word_ends_with_2_and_names_what_is_known(self) -> None:
        self.assertEqual("sensocampus: there is no command server; there are "
                         + ", ".join(SUB_COMMANDS) + "\nsensocampus --help says more\n",
                         run("server", code=2))
        self.assertEqual("sensocampus user: there is no command lst; there are add, passwd, list\n"
                         "sensocampus user --help says more\n", run("user", "lst", code=2))

    def test_wrong_arguments_are_told_in_two_lines(self) -> None:
        for arguments, told in (
                ([], "sensocampus: a command is missing; there are serve, "),
                (["user"], "sensocampus user: a command is missing; there are add, passwd, list"),
                (["--verbose"], "sensocampus: there is no option --verbose; there are serve, "),
                (["serve", "--prot"], "sensocampus serve: there is no option --prot"),
                (["--prot", "serve"], "sensocampus serve: there is no option --prot"),
                (["user", "list", "ada"], "sensocampus user list: there is no place for ada"),
                (["campus", "load"], "sensocampus campus load: file is required"),
                (["serve", "mqtt://u:hunter2@h"], "sensocampus serve: an argument (not shown)"),
                (["--mqtt=mqtt://u:hunter2@h", "serve"], "sensocampus serve: an argument (not")):
            with self.subTest(arguments):
                lines = run(*arguments, code=2).splitlines()
                self.assertEqual(2, len(lines), lines)
                self.assertEqual(told, lines[0][:len(told)])
                self.assertTrue(lines[1].endswith(" --help says more"), lines[1])
                self.assertNotIn("hunter2", lines[0])

    def test_a_generated_password_is_printed_once_and_works(self) -> None:
        data = self.folder / "data"
        program = self.server(self.broker(), self.campus(10))
        said = run("user", "add", "ada", "--role", "operator", "--data", str(data))
        program.start()
        candidates = re.findall(r"\S{12,}", said)
        self.assertTrue(any(self.signs_in(program.client.port, word) for word in candidates), said)

    def signs_in(self, port: int, password: str) -> bool:
        from harness.http_client import HttpClient
        answer = HttpClient(port).request("POST", "/api/v1/login",
                                          {"name": "ada", "password": password})
        return answer.status == 200

    def test_users_are_added_once_and_listed(self) -> None:
        data = ["--data", str(self.folder)]
        run("user", "add", "ada", "--role", "operator", "--password-file", "-", *data,
            given="twelve letters at least")
        self.assertIn("ada", run("user", "add", "ada", "--role", "viewer", *data, code=1))
        self.assertIn("administrator", run("user", "add", "bob", "--role", "king", *data, code=2))
        listed = run("user", "list", *data)
        self.assertIn("ada", listed)
        self.assertIn("operator", listed)

    def test_a_mistyped_data_directory_is_refused_and_not_made(self) -> None:
        campus = self.campus(10)
        before = sorted(self.folder.iterdir())
        mistyped = self.folder / "mistyped"
        for command in (["user", "list"], ["user", "passwd", "ada"], ["user", "add", "ada"],
                        ["campus", "load", str(campus.path)]):
            with self.subTest(command):
                said = run(*command, "--data", str(mistyped), code=1)
                self.assertIn(f"{mistyped} is not", said)
                self.assertEqual(1, len(said.splitlines()), said)
        for command in (["user", "list"], ["user", "passwd", "ada"]):
            with self.subTest(command):
                said = run(*command, "--data", str(self.folder), code=1)
                self.assertIn(f"{self.folder}/sensocampus.db is not", said)
        self.assertEqual(before, sorted(self.folder.iterdir()))

    def test_the_first_person_makes_the_database_and_it_is_said(self) -> None:
        def add(name: str, where: list[str]) -> str:
            done = subprocess.run([str(PROGRAM), "user", "add", name, *where], text=True,
                                  cwd=self.folder, check=True, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, timeout=20)
            return done.stdout
        said = add("ada", [])
        self.assertIn("made the directory ./data\n", said)
        self.assertIn("made the database ./data/sensocampus.db\n", said)
        self.assertNotIn("made", add("bob", []))
        there = self.folder / "there"
        there.mkdir()
        self.assertIn(f"made the database {there}/sensocampus.db\n",
                      add("ada", ["--data", str(there)]))

    def test_loading_a_campus_twice_changes_nothing(self) -> None:
        campus = self.campus(100)
        data = self.folder / "data"
        data.mkdir()
        run("campus", "load", str(campus.path), "--data", str(data))
        again = run("campus", "load", str(campus.path), "--data", str(data))
        self.assertNotIn("100 added", again)

    def test_a_bad_campus_lists_every_fault_with_its_path(self) -> None:
        campus = self.campus(20)
        campus.document["devices"][3]["type"] = "no such type"
        campus.document["sites"][0]["time_zone"] = "Europe/Atlantis"
        campus.save()
        said = run("campus", "load", str(campus.path), "--data", str(self.folder / "data"), code=2)
        self.assertIn('devices[3].type = "no such type": not_found', said)
        self.assertIn('sites[0].time_zone = "Europe/Atlantis": not_a_time_zone', said)

    def test_a_fault_of_a_campus_is_told_once_with_a_place(self) -> None:
        broken = self.folder / "broken.json"
        broken.write_text("{")
        said = run("campus", "load", str(broken), "--data", str(self.folder), code=2)
        self.assertIn(f"{broken}: not_json (", said)
        campus = self.campus(20)
        campus.document["sites"][0]["time_zone"] = 7
        campus.save()
        said = run("campus", "load", str(campus.path), "--data", str(self.folder), code=2)
        self.assertEqual(1, said.count("time_zone"), said)
        self.assertIn("sites[0].time_zone = 7: not_a_text (allowed: a text)", said)

    def test_one_seed_is_one_campus(self) -> None:
        first = self.campus(50, seed=7).path.read_text()
        self.assertEqual(first, self.campus(50, seed=7).path.read_text())
        self.assertNotEqual(first, self.campus(50, seed=8).path.read_text())

    def test_the_demonstration_is_as_promised(self) -> None:
        campus = Campus.generate(self.folder, 300, "demonstration")
        sites = campus.document["sites"]
        buildings = [building for site in sites for building in site["buildings"]]
        self.assertEqual(3, len(sites))
        self.assertEqual(12, len(buildings))
        self.assertEqual(60, sum(len(building["rooms"]) for building in buildings))
        self.assertEqual(300, len(campus.document["devices"]))
        self.assertGreater(len({site["time_zone"] for site in sites}), 1)


class CheckBroker(Stage):
    typical_seconds = 10

    def test_the_shipped_file_has_everything(self) -> None:
        said = run("check-broker", self.broker().url)
        for setting in ("persistence", "autosave_interval", "persistent_client_expiration",
                        "max_queued_messages", "max_queued_bytes", "memory_limit"):
            self.assertRegex(said, rf"(?m)^cannot tell +{setting} ")
        self.assertRegex(said, r"(?m)^ok +window +1000 of 1000 ")

    def test_a_stock_broker_is_told_what_is_missing(self) -> None:
        broker = Broker(self.folder / "stock")
        file = self.folder / "stock/mosquitto.conf"
        kept = [line for line in file.read_text().splitlines()
                if line.startswith(("listener", "allow_anonymous", "user", "log_dest"))]
        file.write_text("\n".join(kept) + "\n")
        broker.start()
        self.addCleanup(broker.kill)
        said = run("check-broker", broker.url, code=1)
        self.assertIn("upgrade_outgoing_qos", said)
        self.assertIn("queue_qos0_messages", said)

    def test_nobody_there_is_said(self) -> None:
        broker = Broker(self.folder / "nobody")
        self.assertIn(str(broker.port), run("check-broker", broker.url, code=1))


if __name__ == "__main__":
    unittest.main()
