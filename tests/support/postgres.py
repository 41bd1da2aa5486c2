"""A PostgreSQL of the tests' own: found, started under an unprivileged user, stopped and removed.

Looks for ``initdb`` and ``postgres`` on the path and where distributions put them, then for the package
pgserver, which brings both; else it says what to type. ``TONGBAN_TEST_PG_URL`` names a running server
instead.
"""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg

from tests.support.scratch import new_folder

URL_VARIABLE = "TONGBAN_TEST_PG_URL"
REMEDY = (
    "PostgreSQL was not found. Install it with\n    sudo apt install postgresql\n"
    "or put a wheel with the binaries into the environment:\n    pip install pgserver==0.1.4\n"
)
#: Speed over safety: this server's data never outlive the tests.
OPTIONS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    "max_connections=300",
    "timezone=UTC",
)


def binaries() -> Path:
    """The folder with initdb and postgres. Raises RuntimeError with the remedy when there is none."""
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    folders = [*sorted(versions, key=lambda p: -int(p.parent.name)), Path("/usr/local/bin"), Path("/usr/bin")]
    if found := shutil.which("initdb"):
        folders.insert(0, Path(found).resolve().parent)
    if (spec := importlib.util.find_spec("pgserver")) and spec.origin:
        folders.append(Path(spec.origin).parent / "pginstall" / "bin")
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise RuntimeError(REMEDY)


class Postgres:
    """One server process on a Unix socket in a temporary folder."""

    def __init__(self) -> None:
        self._bin = binaries()
        self._home = new_folder("pg")
        self._user = _unprivileged()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The URL of its maintenance database."""
        return f"postgresql+psycopg://postgres@/postgres?host={self._home}"

    def start(self) -> "Postgres":
        """Make the cluster and start the server. Raises RuntimeError with its log when that fails."""
        if self._user:
            os.chown(self._home, self._user.pw_uid, self._user.pw_gid)
        data = self._home / "data"
        made = self._run(
            "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"
        )
        if made.wait():
            raise RuntimeError(f"initdb failed:\n{self._log()}")
        options = [part for option in OPTIONS for part in ("-c", option)]
        self._process = self._run("postgres", "-D", data, "-k", self._home, *options)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                psycopg.connect(host=str(self._home), user="postgres", dbname="postgres").close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return self
        raise RuntimeError(f"PostgreSQL did not start:\n{self._log()}")

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(30)
        shutil.rmtree(self._home, ignore_errors=True)

    def _run(self, program: str, *arguments: str | Path) -> "subprocess.Popen[bytes]":
        as_user = (
            {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []} if self._user else {}
        )
        with (self._home / "log").open("ab") as log:
            return subprocess.Popen(
                [self._bin / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._home,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - one call into the C library, no lock taken
                **as_user,
            )

    def _log(self) -> str:
        return (self._home / "log").read_text(encoding="utf-8", errors="replace")[-2000:]


def _unprivileged() -> pwd.struct_passwd | None:
    """Root may not run PostgreSQL: the user to run it as, or None when we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL refuses to run as root, and there is no user postgres or nobody.")


def _die_with_parent() -> None:
    """Have Linux stop the server when the tests are killed, so that none is left behind."""
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)
