"""Every spelling of a price that must not be found, and every place where it might be looked for."""

import base64
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.engine import make_url

from tests.support.postgres import binaries
from tests.support.templates import Place
from tongban.money import daxie, format_yuan


def spellings(fen: int) -> list[bytes]:
    """In yuan with and without separators, in fen, in hexadecimal, in capitals, each also in Base64."""
    yuan = format_yuan(fen)
    words = [yuan, yuan.replace(",", ""), str(fen), daxie(fen), f"{fen:x}".zfill(8)]
    escaped = [word.encode("unicode_escape") for word in words if not word.isascii()]
    plain = [*(word.encode() for word in words), *escaped]
    return plain + [code for word in plain for code in _base64(word)]


def _base64(word: bytes) -> Iterator[bytes]:
    """What is certain of its Base64 whatever stands before and after it."""
    for before in range(3):
        code = base64.b64encode(b"\0" * before + word).rstrip(b"=")
        first = (before * 8 + 5) // 6
        last = (before + len(word)) * 8 // 6
        yield code[first:last]


def found(words: list[bytes], content: bytes) -> list[bytes]:
    """Which of the words stand in the content."""
    return [word for word in words if word in content]


def everywhere(place: Place) -> Iterator[tuple[str, bytes]]:
    """A dump of the database and every file of the data folder, as a backup takes them: name and content."""
    for path in sorted(place.data.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(place.data)), path.read_bytes()
    if place.url.startswith("sqlite:///"):
        file = place.url.removeprefix("sqlite:///")
        for suffix in ("", "-wal", "-shm"):
            if (path := Path(file + suffix)).exists():
                yield f"database{suffix}", path.read_bytes()
    else:
        yield "database", _dump(place.url)


def _dump(url: str) -> bytes:
    address = make_url(url)
    command = [binaries() / "pg_dump", "--no-owner", "-U", "postgres", "-h", str(address.query["host"])]
    done = subprocess.run([*command, str(address.database)], capture_output=True, check=True, timeout=120)
    return done.stdout
