"""Writes the sample receipts anew (``python -m tests.tongban.receipts.make_samples``); the key is made up."""

import json
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tongban.audit.signing import SigningKey, key_id
from tongban.receipts.document import Said, sign
from tongban.sealing import commitment

SAMPLES = Path(__file__).parent / "samples"
_PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = SigningKey(_PRIVATE, key_id(_PRIVATE.public_key().public_bytes_raw().hex()))
RECEIVED = datetime(2026, 3, 6, 1, 2, 3, 4, tzinfo=UTC)
NONCE = bytes(range(100, 132))
ENTRY = {
    "need": "XQ-990001-2026-00007",
    "entry": "BM-00112233445566AA",
    "seq": 2,
    "value": 8_765_400,
    "random": "ab" * 32,
}
OF = {name: ENTRY[name] for name in ("need", "entry", "seq")}


def samples() -> dict[str, dict[str, object]]:
    """The receipts by the name of their file."""
    bound = commitment(NONCE, ENTRY)
    entry = sign(Said("HZ-0011223344556677", "entry", OF, "990001", RECEIVED, bound), KEY)
    refused = {"need": ENTRY["need"], "reason": "late"}
    file = {"thing": "contract", "number": "HT-990001-2026-00003", "file": "合同 扫描件.pdf", "size": 123_456}
    draw = {**ENTRY, "value": None}
    return {
        "entry": entry,
        "entry-own": {**entry, "opening": {"nonce": NONCE.hex(), "entry": ENTRY}},
        "draw-own": {
            **sign(
                Said("HZ-0011223344556688", "entry", OF, "990001", RECEIVED, commitment(NONCE, draw)), KEY
            ),
            "opening": {"nonce": NONCE.hex(), "entry": draw},
        },
        "withdrawal": sign(Said("HZ-8899AABBCCDDEEFF", "withdrawal", OF, "990001", RECEIVED, bound), KEY),
        "refused_entry": sign(
            Said("HZ-AA11BB22CC33DD44", "refused_entry", refused, "990001", RECEIVED, "0f" * 32), KEY
        ),
        "upload": sign(Said("HZ-F00DF00DF00DF00D", "upload", file, "990001", RECEIVED, "c3" * 32), KEY),
    }


if __name__ == "__main__":
    SAMPLES.mkdir(exist_ok=True)
    for name, receipt in samples().items():
        text = json.dumps(receipt, ensure_ascii=False, indent=2)
        (SAMPLES / f"{name}.json").write_text(text + "\n", encoding="utf-8")
