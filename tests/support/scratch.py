"""Where the tests keep databases: in memory where a machine has enough of it, for disks are the slow part."""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
#: Free memory below which the disk is used: containers often have 64 MiB there.
ENOUGH_BYTES = 2 << 30
PREFIX = "tongban-tests"


def new_folder(purpose: str) -> Path:
    """A new folder, named after this process."""
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}-{os.getpid()}-{purpose}-", dir=_root()))


def sweep() -> None:
    """Remove what runs that were killed left behind; needs Linux to know which those are."""
    if not Path("/proc/self").exists():
        return
    for folder in _root().glob(f"{PREFIX}-*"):
        pid = folder.name.split("-")[2]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(folder, ignore_errors=True)


def _root() -> Path:
    try:
        room = os.statvfs(MEMORY)
    except OSError:
        return Path(tempfile.gettempdir())
    enough = room.f_bavail * room.f_frsize >= ENOUGH_BYTES and os.access(MEMORY, os.W_OK)
    return MEMORY if enough else Path(tempfile.gettempdir())
