"""What is shipped for the broker and for systemd says what the rules and the program say."""

from __future__ import annotations

import shutil
import subprocess
import unittest

from harness.places import PROGRAM, TOP
from harness.stage import Stage

# R7, word for word.
BROKER_SETTINGS = {
    "max_queued_messages": "200000", "max_queued_bytes": "268435456",
    "max_inflight_messages": "1000", "queue_qos0_messages": "true",
    "upgrade_outgoing_qos": "true", "persistence": "true", "autosave_interval": "60",
    "persistent_client_expiration": "7d", "memory_limit": "1073741824",
}


class Deploy(Stage):
    typical_seconds = 2

    def test_the_broker_file_has_every_setting(self) -> None:
        lines = (TOP / "deploy/mosquitto.conf").read_text().splitlines()
        words = [line.split() for line in lines if line.strip() and not line.startswith("#")]
        found = {word[0]: word[1] for word in words}
        self.assertEqual(BROKER_SETTINGS, {key: found.get(key) for key in BROKER_SETTINGS})

    def test_systemd_understands_the_unit(self) -> None:
        text = (TOP / "deploy/sensocampus.service").read_text()
        unit = self.folder / "sensocampus.service"
        unit.write_text(text.replace("/usr/local/bin/sensocampus", str(PROGRAM)))
        self.assertIn(str(PROGRAM), unit.read_text())
        analyze = shutil.which("systemd-analyze")
        if analyze:  # a container has no systemd; ./run does not need it
            done = subprocess.run([analyze, "verify", str(unit)], text=True, check=False,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            self.assertEqual(0, done.returncode, done.stdout)


if __name__ == "__main__":
    unittest.main()
