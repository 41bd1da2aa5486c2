"""A receipt as a document: the format ``tongban-receipt/1``, what is signed of it, what may stand beside.

``docs/receipts.md`` describes the format for whoever writes a checker of his own.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tongban.audit.signing import SigningKey
from tongban.canonical import canonical, lp

FORMAT = "tongban-receipt/1"

#: The keys of a receipt, in the order in which it is written; the entrant's own copy has ``OPENING`` too.
KEYS = ("format", "number", "kind", "of", "region", "received", "commitment", "key", "signature")
OPENING = "opening"
#: What is not signed: the signature itself, and what only the entrant's own copy carries.
UNSIGNED = frozenset({"signature", OPENING})

#: What a receipt of each kind says it is for; ``seq`` and ``size`` are integers, the rest is text.
OF_KEYS: dict[str, tuple[str, ...]] = {
    "entry": ("need", "entry", "seq"),
    "withdrawal": ("need", "entry", "seq"),
    "refused_entry": ("need", "reason"),
    "upload": ("thing", "number", "file", "size"),
}
COUNTS = frozenset({"seq", "size"})
#: Kinds whose commitment the entrant can open.
OPENABLE = frozenset({"entry", "withdrawal"})

KIND_TITLES = {
    "entry": "报名已收到",
    "withdrawal": "撤回报名已收到",
    "refused_entry": "提交已收到，未被接受",
    "upload": "文件已收到",
}


@dataclass(frozen=True)
class Said:
    """What a receipt states, before it is signed. ``commitment`` has 64 hexadecimal digits."""

    number: str
    kind: str
    of: dict[str, str | int]
    region: str
    received: datetime
    commitment: str

    def document(self, key: str) -> dict[str, Any]:
        """The document without its signature. Raises ValueError for an instant without an offset."""
        return {
            "format": FORMAT,
            "number": self.number,
            "kind": self.kind,
            "of": {name: self.of[name] for name in OF_KEYS[self.kind]},
            "region": self.region,
            "received": received_text(self.received),
            "commitment": self.commitment,
            "key": key,
        }


def received_text(moment: datetime) -> str:
    """The moment of receipt as a receipt writes it: UTC with microseconds and ``Z``.

    Raises ValueError for an instant without an offset.
    """
    if moment.tzinfo is None:
        raise ValueError("an instant needs an offset")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def message(document: dict[str, Any]) -> bytes:
    """What is signed: ``LP("tongban-receipt/1") ‖ LP(canonical JSON of what is signed)``."""
    signed = {key: value for key, value in document.items() if key not in UNSIGNED}
    return lp(FORMAT.encode(), canonical(signed))


def sign(said: Said, key: SigningKey) -> dict[str, Any]:
    """The whole receipt, signed."""
    document = said.document(key.public_hex)
    return {**document, "signature": key.sign(message(document))}
