"""The key file: JSON with one or more keys, the newest last, readable by its owner alone.

Losing this file means losing everything sealed, so it is never overwritten in place: a new version is written
beside it, synced, and put in its place in one step.
"""

import json
import os
import re
import secrets
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tongban.sealing.chance import TokenBytes
from tongban.sealing.errors import SealKeyMissing, SealKeysUnusable

FORMAT = "tongban-seal-keys/1"
KEY_BYTES = 32
ID_BYTES = 4

#: Others may neither read nor write the file; its group may read it (a service account), not write.
_FORBIDDEN_MODE = 0o027
KEY_ID = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class SealKey:
    """One key; its value never shows in a representation."""

    id: str
    value: bytes = field(repr=False)


def ensure_key_file(path: Path, token_bytes: TokenBytes = secrets.token_bytes) -> bool:
    """Create the key file with one key and mode 0600 where there is none; True if it was created.

    For a new installation only. Where something is sealed already, a lost file is to be restored from its
    backup. Two processes that call this at once get the same file.
    """
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    written = _write_beside(path, [_new_key(token_bytes)])
    try:
        os.link(written, path)
    except FileExistsError:
        return False
    finally:
        written.unlink()
    _sync_folder(path)
    return True


def rotate_key_file(path: Path, token_bytes: TokenBytes = secrets.token_bytes) -> str:
    """Add a key that encrypts from now on, and return its id; the older ones stay and still decrypt.

    Back the file up afterwards. Raises SealKeyMissing without a file, SealKeysUnusable while another rotation
    is under way.
    """
    with _only_one(path):
        keys, mode = read_key_file(path), path.stat().st_mode
        key = _new_key(token_bytes)
        written = _write_beside(path, [*keys, key])
        written.chmod(stat.S_IMODE(mode))
        written.replace(path)
    _sync_folder(path)
    return key.id


def read_key_file(path: Path) -> tuple[SealKey, ...]:
    """The keys in the file, the newest last.

    Raises SealKeyMissing where there is no file, SealKeysUnusable where it cannot be read, has a wrong form,
    or is open to others.
    """
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii")
    except FileNotFoundError as error:
        raise SealKeyMissing from error
    except (OSError, ValueError) as error:
        raise SealKeysUnusable("密封密钥文件读不出。请平台管理员检查。") from error
    if os.name == "posix" and mode & _FORBIDDEN_MODE:
        raise SealKeysUnusable("密封密钥文件的权限过宽，别的用户能读到。请平台管理员改为 0600。")
    return _parse(text)


def _parse(text: str) -> tuple[SealKey, ...]:
    wrong = SealKeysUnusable("密封密钥文件的内容不对。请平台管理员从密钥备份恢复。")
    try:
        content = json.loads(text)
    except ValueError as error:
        raise wrong from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise wrong
    found = content.get("keys")
    keys = tuple(_key(item) for item in found) if isinstance(found, list) else ()
    ids = {key.id for key in keys if key}
    if not keys or len(ids) != len(keys):
        raise wrong
    return tuple(key for key in keys if key)


def _key(item: Any) -> SealKey | None:
    if not isinstance(item, dict):
        return None
    key_id, value = item.get("id"), item.get("key")
    if not isinstance(key_id, str) or not isinstance(value, str) or not KEY_ID.fullmatch(key_id):
        return None
    if not re.fullmatch(rf"[0-9a-f]{{{KEY_BYTES * 2}}}", value):
        return None
    return SealKey(key_id, bytes.fromhex(value))


def _new_key(token_bytes: TokenBytes) -> SealKey:
    return SealKey(token_bytes(ID_BYTES).hex(), token_bytes(KEY_BYTES))


def _write_beside(path: Path, keys: Sequence[SealKey]) -> Path:
    content = {"format": FORMAT, "keys": [{"id": key.id, "key": key.value.hex()} for key in keys]}
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _sync_folder(path: Path) -> None:
    """Only a synced folder is sure to know the new name of a file after a power cut."""
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    lock = path.with_name(f"{path.name}.lock")
    try:
        lock.touch(mode=0o600, exist_ok=False)
    except FileExistsError as error:
        raise SealKeysUnusable(
            f"另一个进程正在更换密钥。如果并没有，请删除密钥文件旁的 {lock.name} 后再试。"
        ) from error
    try:
        yield
    finally:
        lock.unlink()
