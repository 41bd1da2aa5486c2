"""Make the virtual environment and install what is pinned, only when something changed.

``setup_venv.py FOLDER run|dev``; runs on the system's Python, so it uses the standard library only.
"""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINS = {
    "run": ("requirements.txt",),
    "dev": ("requirements.txt", "requirements-dev.txt"),
}
#: Installing tongban itself writes its entry points, which stand in setup.py.
PROJECT = ("setup.py", "pyproject.toml")
#: Where an environment notes the Python it was made with; another one needs an environment of its own.
PYTHON = ".tongban-python"


def digest(names: tuple[str, ...]) -> str:
    """One fingerprint of the named files."""
    sha = hashlib.sha256()
    for name in names:
        sha.update((ROOT / name).read_bytes())
    return sha.hexdigest()


def main(folder: Path, level: str) -> None:
    """Bring the environment up to date."""
    if read(folder / PYTHON) != sys.version:
        print(f"创建虚拟环境 {folder} …", flush=True)
        venv.create(folder, with_pip=True, clear=folder.exists())
        (folder / PYTHON).write_text(sys.version)
    stamps = {
        # An environment for developing has everything that running needs.
        **({"run": digest(PINS["run"])} if level == "run" else {name: digest(PINS[name]) for name in PINS}),
        "project": digest(PROJECT),
    }
    stale = [name for name, value in stamps.items() if read(folder / f".tongban-{name}") != value]
    if not stale:
        return
    python = folder / "bin" / "python"
    if level in stale:
        print(f"安装依赖（{PINS[level][-1]}）…", flush=True)
        pip(python, "-r", str(ROOT / PINS[level][-1]))
    pip(python, "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    for name, value in stamps.items():
        (folder / f".tongban-{name}").write_text(value)


def read(path: Path) -> str | None:
    """The text of a file, or None."""
    return path.read_text() if path.exists() else None


def pip(python: Path, *arguments: str) -> None:
    """Run ``pip install``; end with its exit code when it fails."""
    command = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", *arguments]
    if code := subprocess.run(command, check=False).returncode:
        print("安装没有成功，请检查网络或软件源设置后再试。", file=sys.stderr)
        sys.exit(code)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
