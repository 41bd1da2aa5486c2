"""Seal and unseal with the keys of a key file."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tongban.sealing.chance import TokenBytes
from tongban.sealing.envelope import NONCE_BYTES, close, open_envelope, parse_envelope
from tongban.sealing.errors import SealKeyMissing
from tongban.sealing.keyfile import SealKey, read_key_file

SETTING = "tongban.seal_keys"


class SealKeys:
    """The keys of one key file: the newest seals, every one of them unseals.

    The file is looked at before each use: a rotation reaches every running process, and nothing is sealed
    with a key that exists only in the memory of a process whose file is gone.
    """

    def __init__(self, path: Path, token_bytes: TokenBytes = secrets.token_bytes) -> None:
        self.path = path
        self._token_bytes = token_bytes
        self._read: tuple[tuple[int, int, int], tuple[SealKey, ...]] | None = None

    def seal(self, purpose: str, thing_ref: str, plaintext: bytes) -> str:
        """Seal content for one purpose ("quote", "draw_secret") and one thing (its kind and number).

        The envelope is ASCII text. Raises SealKeyMissing or SealKeysUnusable without usable keys.
        """
        nonce = self._token_bytes(NONCE_BYTES)
        return str(close(self._keys()[-1], purpose, thing_ref, plaintext, nonce))

    def unseal(self, purpose: str, thing_ref: str, envelope: str) -> bytes:
        """The content, where purpose and thing are those it was sealed for.

        Raises SealBroken for an envelope altered or of another thing, SealKeyMissing where its key is not in
        the file.
        """
        parts = parse_envelope(envelope)
        for key in self._keys():
            if key.id == parts.key_id:
                return open_envelope(key, purpose, thing_ref, parts)
        raise SealKeyMissing(f"缺少编号为 {parts.key_id} 的密封密钥。请平台管理员从密钥备份恢复密钥文件。")

    def reseal(self, purpose: str, thing_ref: str, envelope: str) -> str:
        """The same content under the newest key, for use after a rotation."""
        return self.seal(purpose, thing_ref, self.unseal(purpose, thing_ref, envelope))

    def is_current(self, envelope: str) -> bool:
        """Whether an envelope is under the newest key. Raises SealBroken for what is no envelope."""
        return parse_envelope(envelope).key_id == self._keys()[-1].id

    def ids(self) -> tuple[str, ...]:
        """The ids of the usable keys, the newest last; for start and ``doctor``.

        Raises SealKeyMissing or SealKeysUnusable where there are none.
        """
        return tuple(key.id for key in self._keys())

    def _keys(self) -> tuple[SealKey, ...]:
        try:
            stat = self.path.stat()
        except OSError as error:
            raise SealKeyMissing from error
        version = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        if self._read is None or self._read[0] != version:
            self._read = (version, read_key_file(self.path))
        return self._read[1]


def keys_from_settings(settings: Mapping[str, Any]) -> SealKeys:
    """The keys of the file named by ``tongban.seal_keys``. Raises SealKeyMissing without that setting."""
    path = settings.get(SETTING)
    if not path:
        raise SealKeyMissing(f"没有设置 {SETTING}（密封密钥文件的位置）。")
    return SealKeys(Path(path))
