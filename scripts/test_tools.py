"""What the tests need beside Python: a Chromium, Chinese fonts and a PostgreSQL.

As root on a system with apt what is missing is installed; else the command to type is printed (exit code 2).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.support import browser, postgres

PGSERVER = "pgserver==0.1.4"


def missing() -> list[str]:
    """The Debian packages that would bring what is missing."""
    packages = []
    try:
        browser.chromium()
    except RuntimeError:
        packages.append("chromium")
    if not chinese_font():
        packages.append("fonts-noto-cjk")
    try:
        postgres.binaries()
    except RuntimeError:
        packages.append("postgresql")
    return packages


def chinese_font() -> bool:
    """Whether a font for Chinese is installed."""
    if not shutil.which("fc-list"):
        return any(Path("/usr/share/fonts").rglob("*CJK*"))
    listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False)
    return bool(listed.stdout.strip())


def apt(packages: list[str]) -> None:
    """Install packages, quietly."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-qy", "--no-install-recommends", *packages],
    ):
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)


def wheel() -> None:
    """PostgreSQL from a wheel, for who may not install packages; it has none for every Python."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, PGSERVER], stderr=subprocess.DEVNULL, check=False)


def main() -> int:
    """Install what can be, and report the rest."""
    packages = missing()
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"installing {' '.join(packages)} …", flush=True)
        apt(packages)
        packages = missing()
    if "postgresql" in packages:
        wheel()
        packages = missing()
    if packages:
        print(
            f"The tests need more than Python. Type:\n    sudo apt install {' '.join(packages)}",
            file=sys.stderr,
        )
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
