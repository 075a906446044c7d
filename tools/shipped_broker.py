"""The shipped broker file, moved to a loopback port and a folder of the caller's.

Everything that protects messages (R7) stays as shipped; only what is bound to a place changes.
"""

from __future__ import annotations

import os
import pwd
from pathlib import Path

SHIPPED = Path(__file__).resolve().parent.parent / "deploy/mosquitto.conf"

# Where it listens, who may come in, where it writes: the caller's to say.
_PLACE_BOUND = {
    "listener", "port", "bind_address", "allow_anonymous", "password_file", "acl_file",
    "persistence_location", "persistence_file", "log_dest", "pid_file", "user", "include_dir",
    "cafile", "certfile", "keyfile", "require_certificate", "use_identity_as_username",
    "tls_version", "plugin", "auth_plugin",
}


def place_broker(port: int, folder: Path, extra: str = "", address: str = "127.0.0.1") -> Path:
    """Writes `folder/mosquitto.conf` and returns its path. Anonymous clients may come in: who
    reaches a loopback port of this machine is its owner."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = [line for line in SHIPPED.read_text().splitlines()
            if line.split() and line.split()[0] not in _PLACE_BOUND and not line.startswith("#")]
    lines = [
        *kept,
        f"listener {port} {address}",
        "allow_anonymous true",
        f"persistence_location {folder}/",
        "log_dest stderr",
        # Mosquitto would leave root for an account that cannot reach a folder of root's.
        f"user {pwd.getpwuid(os.geteuid()).pw_name}",
        extra,
    ]
    path = folder / "mosquitto.conf"
    path.write_text("\n".join(lines) + "\n")
    return path
