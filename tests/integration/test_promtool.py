"""Prometheus' own tool reads the scrape (./test full installs it)."""

from __future__ import annotations

import subprocess
import unittest

from harness.stage import Stage


class Promtool(Stage):
    only_full = True

    def test_promtool_finds_nothing_to_say(self) -> None:
        program = self.server(self.broker(), self.campus(10)).start()
        scrape = program.client.request("GET", "/metrics").body
        done = subprocess.run(["promtool", "check", "metrics"], input=scrape,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        self.assertEqual((0, b""), (done.returncode, done.stdout))


if __name__ == "__main__":
    unittest.main()
