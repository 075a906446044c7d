"""The body of ./run: builds, starts broker, server and boards, and stops them together."""

from __future__ import annotations

import argparse
import errno
import fcntl
import ipaddress
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import IO

import building
from processes import Child, Children
from shipped_broker import place_broker

START_SECONDS = 30
ADMINISTRATOR = "admin"


class Refusal(Exception):
    """Why it cannot start, and what to do about it."""


def main() -> int:
    options = parse_options()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, raise_interrupt)
    children = None
    try:
        data = options.data.resolve()
        make_folder(data)
        lock = hold(data)
        require_free_port(options.host, options.port, "--port")
        require_free_port("127.0.0.1", options.mqtt_port, "--mqtt-port")
        building.build("release", ["sensocampus"])
        building.build_pages()
        setup, password = set_up(data, "empty" if options.empty else "demonstration")
        children = Children(data / "logs")
        start(children, options, data, setup)
        greet(options, data, setup, password)
        lost = children.wait_for_a_death()
        raise Refusal(f"{lost.name} ended by itself ({lost.end()}). From {lost.log}:\n"
                      f"{lost.tail()}")
    except (Refusal, building.BuildError) as refusal:
        print(f"run: {refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopping the boards, the server and the broker.", flush=True)
        return 0
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if children:
            children.stop()


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run", description="Builds sensOCampus and runs it here, with a campus to look at.")
    parser.add_argument("--empty", action="store_true", help="start without the demonstration")
    parser.add_argument("--data", type=Path, default=building.TOP / "data", metavar="DIR",
                        help="where everything is kept (default: data)")
    parser.add_argument("--port", type=port_number, default=8000, metavar="N",
                        help="the web pages' port (default: 8000)")
    parser.add_argument("--host", type=ip_address, default="127.0.0.1", metavar="ADDRESS",
                        help="the address to listen on, IPv4 or IPv6 (default: 127.0.0.1)")
    parser.add_argument("--mqtt-port", type=port_number, default=1884, metavar="N",
                        help="the broker's loopback port (default: 1884)")
    return parser.parse_args()


def port_number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1 to 65535")
    return int(text)


def ip_address(text: str) -> str:
    """`::1` of `[::1]`, too. The server knows no address with a zone (`fe80::1%eth0`)."""
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    try:
        if "%" in bare:
            raise ValueError
        return str(ipaddress.ip_address(bare))
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not an IPv4 or IPv6 address; a name is none") from None


def make_folder(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(f"{data} cannot be a folder ({error.strerror}). "
                      "Use another: ./run --data DIR") from None


def raise_interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def hold(data: Path) -> IO[str]:
    """One ./run for a folder: holds its lock as long as the returned file is open."""
    lock = (data / "run.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        raise Refusal(f"process {lock.read().strip()} already runs on {data}. "
                      "Stop it, or use another folder: ./run --data DIR") from None
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock


def require_free_port(host: str, port: int, option: str) -> None:
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            # As the servers do: a port that only waits for the end of old connections is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        if error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
            raise Refusal(f"this machine has no address {host}. "
                          "Use one that it has: ./run --host ADDRESS") from None
        other = port + 1 if port < 65_535 else port - 1
        raise Refusal(f"port {port} of {host} cannot be used ({error.strerror}). Stop what "
                      f"uses it, or choose another: ./run {option} {other}") from None


def set_up(data: Path, wanted: str) -> tuple[str, str]:
    """Fills the folder on its first use. Returns which campus it holds, and the administrator's
    password if it was made now. Each step may be repeated, so an interrupted first use goes on
    where it stopped; only the finished mark, written last, ends it."""
    mark = data / "setup.json"
    if mark.exists():
        held = json.loads(mark.read_text())["campus"]
        if wanted == "empty" and held != wanted:
            raise Refusal(f"{data} holds the demonstration. Start without it in another folder: "
                          "./run --empty --data DIR")
        return held, ""
    if wanted == "demonstration":
        campus = data / "campus.json"
        part = data / "campus.json.part"
        sensocampus("campus", "generate", "--kind", "demonstration", "--output", str(part))
        part.replace(campus)
        sensocampus("campus", "load", str(campus), "--demonstration", "--data", str(data))
    password = secrets.token_urlsafe(12)
    if ADMINISTRATOR in known_people(data):
        # Its password was never shown: the first use was interrupted just then.
        sensocampus("user", "passwd", ADMINISTRATOR, "--password-file", "-", "--data", str(data),
                    given=password)
    else:
        sensocampus("user", "add", ADMINISTRATOR, "--role", "administrator",
                    "--password-file", "-", "--data", str(data), given=password)
    return wanted, password


def known_people(data: Path) -> list[str]:
    """Nobody where nothing is: `user list` makes no database."""
    if not (data / "sensocampus.db").exists():
        return []
    return sensocampus("user", "list", "--data", str(data)).split()


def sensocampus(*arguments: str, given: str = "") -> str:
    """Runs a sub-command to its end and returns what it printed."""
    done = subprocess.run([str(building.PROGRAM), *arguments], input=given, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise Refusal(f"sensocampus {' '.join(arguments[:2])}: {done.stderr.strip()}")
    return done.stdout


def start(children: Children, options: argparse.Namespace, data: Path, setup: str) -> None:
    broker_file = place_broker(options.mqtt_port, data / "mosquitto")
    broker = f"mqtt://127.0.0.1:{options.mqtt_port}"
    mosquitto = children.start("mosquitto", [mosquitto_path(), "-c", str(broker_file)])
    wait_until(lambda: accepts("127.0.0.1", options.mqtt_port), mosquitto)
    server = children.start("serve", [
        str(building.PROGRAM), "serve", "--data", str(data), "--mqtt", broker,
        "--listen", f"{in_url(options.host)}:{options.port}", "--web", str(building.PAGES)])
    wait_until(lambda: answers(f"{address(options)}/health/live"), server)
    if setup == "demonstration":
        children.start("simulate", [
            str(building.PROGRAM), "simulate", "--campus", str(data / "campus.json"),
            "--broker", broker, "--failures", "demonstration",
            "--truth", str(data / "truth.jsonl")])


def mosquitto_path() -> str:
    """Debian puts it where only root looks."""
    return "/usr/sbin/mosquitto" if Path("/usr/sbin/mosquitto").exists() else "mosquitto"


def address(options: argparse.Namespace) -> str:
    everywhere_or_here = ("127.0.0.1", "0.0.0.0", "::")
    host = "localhost" if options.host in everywhere_or_here else in_url(options.host)
    return f"http://{host}:{options.port}"


def in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def wait_until(is_up: Callable[[], bool], child: Child) -> None:
    pause = Event()
    for _ in range(START_SECONDS * 20):
        if is_up():
            return
        if child.process.poll() is not None:
            raise Refusal(f"{child.name} ended at its start ({child.end()}). From {child.log}:\n"
                          f"{child.tail()}")
        pause.wait(0.05)
    raise Refusal(f"{child.name} did not answer within {START_SECONDS} s. From {child.log}:\n"
                  f"{child.tail()}")


def accepts(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
        return True
    except OSError:
        return False


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def greet(options: argparse.Namespace, data: Path, setup: str, password: str) -> None:
    print(f"\n  sensOCampus   {address(options)}")
    print(f"  broker        mqtt://127.0.0.1:{options.mqtt_port}")
    print(f"  data, logs    {data}")
    if setup == "demonstration":
        print("  campus        a demonstration: its boards are played by `sensocampus simulate`")
    if password:
        print(f"  sign in as    {ADMINISTRATOR}, password {password}   (shown only this once)")
    else:
        print(f"  sign in as    {ADMINISTRATOR}   (new password, when this is stopped: "
              f"{building.PROGRAM.relative_to(building.TOP)} user passwd {ADMINISTRATOR} "
              f"--data {data})")
    print("  stop          Ctrl-C\n", flush=True)
    (data / "setup.json").write_text(json.dumps({"campus": setup}) + "\n")


if __name__ == "__main__":
    sys.exit(main())
