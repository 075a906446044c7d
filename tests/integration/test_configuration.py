"""Every fault of a configuration at once: file, line, key, value, and what is allowed."""

from __future__ import annotations

import os
import subprocess
import unittest

from harness.places import PROGRAM, TOP
from harness.stage import Stage

GOLDEN = TOP / "tests/integration/golden"

# The old container's variables (contract/mqtt.md), and one of each kind that is wrong.
BAD_ENVIRONMENT = {"MQTT_PORT": "x", "MQTT_TOPICS": "{", "SENSOCAMPUS_LOG_LEVEL": "7",
                   "PGSQL_PORT": "xx", "SIM": "maybe", "DEBUG": "2"}
GOOD_ENVIRONMENT = {
    "MQTT_SERVER": "broker.example", "MQTT_PORT": "10883", "MQTT_USER": "u",
    "MQTT_PASSWD": "a secret", "MQTT_TOPICS": '["#/device", "u4/+/device"]',
    "MQTT_UNITID": "campus-1", "PGSQL_SERVER": "db.example", "PGSQL_USER": "u",
    "PGSQL_PASSWD": "another secret", "PGSQL_DATABASE": "sensocampus", "DEBUG": "1",
}


class Configuration(Stage):
    typical_seconds = 2

    def said(self, *arguments: str, code: int, environment: dict[str, str] | None = None) -> str:
        done = subprocess.run([str(PROGRAM), *arguments], cwd=GOLDEN, text=True, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=20,
                              env=os.environ | (environment or {}))
        self.assertEqual(code, done.returncode, done.stdout)
        return done.stdout

    def test_every_fault_is_listed_at_once(self) -> None:
        expected = (GOLDEN / "config_faults.txt").read_text().splitlines()
        for command in ("check-config", "serve"):
            with self.subTest(command):
                said = self.said(command, "--config", "config_faults.toml", code=2)
                self.assertEqual(sorted(expected), sorted(said.splitlines()))

    def test_a_faulty_serve_touches_nothing(self) -> None:
        data = self.folder / "data"
        self.said("serve", "--data", str(data), "--listen", "nonsense", code=2)
        self.assertFalse(data.exists(), "refused before anything was opened")

    def test_flags_and_environment_are_named_as_their_origin(self) -> None:
        said = self.said("check-config", "--listen", "nonsense", code=2,
                         environment=BAD_ENVIRONMENT)
        self.assertIn('command line: --listen = "nonsense"', said)
        for name, value in BAD_ENVIRONMENT.items():
            self.assertIn(f'environment: {name} = "{value}"', said)

    def test_the_old_containers_environment_is_understood(self) -> None:
        said = self.said("check-config", "--data", str(self.folder), code=0,
                         environment=GOOD_ENVIRONMENT)
        for word in ("campus-1", "broker.example:10883", "u4/+/device", "postgresql"):
            self.assertIn(word, said)

    def test_it_is_said_whether_the_server_will_be_read_only(self) -> None:
        for value, word in (("", "no"), ("0", "no"), ("yes", "yes"), ("True", "yes")):
            with self.subTest(SIM=value):
                said = self.said("check-config", "--data", str(self.folder), code=0,
                                 environment={"SIM": value})
                self.assertRegex(said, rf"(?m)^read only +{word}\b")

    def test_an_unknown_variable_of_ours_is_a_fault(self) -> None:
        said = self.said("check-config", code=2, environment={"SENSOCAMPUS_DATABSE": "hunter2"})
        self.assertIn("environment: SENSOCAMPUS_DATABSE: there is no such variable; "
                      "SENSOCAMPUS_DATABASE is one", said)
        self.assertNotIn("hunter2", said)

    def test_no_secret_is_ever_shown(self) -> None:
        good = self.said("check-config", "--data", str(self.folder), code=0,
                         environment=GOOD_ENVIRONMENT)
        bad = self.said("check-config", "--mqtt", "mqtt://u:geheim@:0", code=2)
        for secret in ("a secret", "another secret", "another%20secret", "geheim"):
            self.assertNotIn(secret, good + bad)

    def test_no_secret_is_shown_when_it_is_what_is_wrong(self) -> None:
        file = self.folder / "bad.toml"
        for line in ("password = hunter2", "password = true-hunter2", "password = 12hunter2",
                     "url = mqtt://u:hunter2@host", 'url = "mqt://u:hunter2"'):
            file.write_text(f"[[broker]]\n{line}\n")
            for command in ("check-config", "serve"):
                with self.subTest(line, command=command):
                    said = self.said(command, "--config", str(file), code=2)
                    self.assertNotIn("hunter2", said)
                    self.assertIn("bad.toml:2: ", said)
        for url in ("postgresq://u:hunter2@host/name", "postgresql//u:hunter2", "mysql:hunter2"):
            with self.subTest(url):
                said = self.said("serve", "--data", str(self.folder / "data"), "--database", url,
                                 code=2)
                self.assertNotIn("hunter2", said)
                self.assertIn("postgresql://user:password@host:port/name", said)

    def test_no_secret_is_shown_of_an_address_in_the_place_of_a_host(self) -> None:
        for name, value in (("MQTT_SERVER", "mqtt://u:hunter2@h"), ("PGSQL_SERVER", "u:hunter2@h"),
                            ("SENSOCAMPUS_DATABASE", "postgresql://u:hunter2@h:5x/x"),
                            ("SENSOCAMPUS_DATA", "postgresql://u:hunter2@h/x")):
            for command in ("check-config", "serve"):
                with self.subTest(name, command=command):
                    said = self.said(command, code=2, environment={name: value})
                    self.assertIn(f'environment: {name} = "(not shown)": ', said)
                    self.assertNotIn("hunter2", said)

    def test_what_is_no_toml_is_said_with_its_place(self) -> None:
        file = self.folder / "bad.toml"
        file.write_text('instance = "a"\nlisten = "127.0.0.1:8000\n')
        said = self.said("check-config", "--config", str(file), code=2)
        self.assertIn("bad.toml:2: not TOML, seen at column", said)

    def test_a_file_that_is_not_there_is_said(self) -> None:
        self.assertIn("nowhere.toml: the file cannot be read",
                      self.said("check-config", "--config", "nowhere.toml", code=2))


if __name__ == "__main__":
    unittest.main()
