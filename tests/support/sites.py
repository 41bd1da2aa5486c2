"""A real site: the server, and the worker where it is a process of its own, on free ports."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.templates import Place

START_S = 60
STOP_S = 40
COMMAND = (sys.executable, "-c", "from tongban.cli import main; main()")

INI = """
[app:main]
use = call:tongban.app:main
{settings}

[server:main]
use = egg:tongban#waitress
listen = 127.0.0.1:{port}
threads = 4
{granian}
"""


@dataclass
class Site:
    """What a test needs to know of a running site."""

    kind: str
    place: Place
    config: Path
    environment: dict[str, str] = field(default_factory=dict)
    urls: list[str] = field(default_factory=list)
    _processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    _logs: list[Path] = field(default_factory=list)
    _last_log: str | None = None

    @property
    def url(self) -> str:
        """The address of the first web process."""
        return self.urls[0]

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run ``tongban --config … ARGUMENTS`` against this site."""
        return subprocess.run(
            [*COMMAND, "--config", str(self.config), *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env={**os.environ, **self.environment},
        )

    def log(self) -> str:
        """The end of what its processes wrote; also after the site was stopped and its folder removed."""
        if self._last_log is not None:
            return self._last_log
        parts = (f"--- {path.name}\n{path.read_text(errors='replace')[-6000:]}" for path in self._logs)
        return "\n".join(parts)

    def serve(self, port: int) -> None:
        """Start a web process and wait until it answers."""
        url = f"http://127.0.0.1:{port}"
        process = self._start("serve", "--port", str(port))
        deadline = time.monotonic() + START_S
        while not _answers(url):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the site did not start:\n{self.log()}")
            time.sleep(0.1)
        self.urls.append(url)

    def work(self) -> None:
        """Start a worker process."""
        self._start("worker")

    def stop(self) -> None:
        """Stop its processes as a service manager would."""
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._last_log = self.log()

    def _start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        path = self.place.data / f"{arguments[0]}-{len(self._logs)}.log"
        with path.open("ab") as log:
            process = subprocess.Popen(
                [*COMMAND, "--config", str(self.config), *arguments],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **self.environment},
            )
        self._processes.append(process)
        self._logs.append(path)
        return process


def start_site(kind: str, place: Place) -> Site:
    """The practice site: SQLite with one waitress process that also works, PostgreSQL with two granian web
    processes and a separate worker.
    """
    ports = [free_port() for _ in range(2 if kind == "postgresql" else 1)]
    config = place.data / "site.ini"
    settings = place.settings(
        **{
            "tongban.practice": "true",
            "tongban.worker": "separate" if kind == "postgresql" else "embedded",
            "tongban.public_url": f"http://127.0.0.1:{ports[0]}",
        }
    )
    write_ini(config, settings, ports[0], granian=kind == "postgresql")
    site = Site(kind, place, config)
    try:
        for port in ports:
            site.serve(port)
        if kind == "postgresql":
            site.work()
    except BaseException:
        site.stop()
        raise
    return site


def write_ini(path: Path, settings: dict[str, str], port: int, *, granian: bool = False) -> None:
    """Write the configuration of a site."""
    lines = (f"{name} = {value.replace('%', '%%')}" for name, value in settings.items())
    servers = "[granian]\nworkers = 1\nthreads = 4\n" if granian else ""
    path.write_text(INI.format(settings="\n".join(lines), port=port, granian=servers), encoding="utf-8")


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(holds: Callable[[], bool], seconds: float) -> None:
    """Wait until something holds; fails the test when it does not in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def _answers(url: str) -> bool:
    with suppress(OSError):
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=5).close()
        except urllib.error.HTTPError as answer:
            answer.close()
            return answer.code < 500
        return True
    return False
