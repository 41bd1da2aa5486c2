"""A receipt holds or its first wrong part is named; nothing is needed but the file."""

import copy
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.tongban.receipts.make_samples import ENTRY, KEY, NONCE, RECEIVED, SAMPLES, samples
from tongban.audit.signing import SigningKey, key_id
from tongban.receipts.document import OF_KEYS, Said, message, sign
from tongban.receipts.verify import beijing_time, verify_receipt
from tongban.sealing import commitment

NAMES = sorted(samples())
Path = tuple[str, ...]


def own() -> dict[str, Any]:
    return copy.deepcopy(samples()["entry-own"])


def changed(receipt: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """The receipt with another value at a path."""
    receipt = copy.deepcopy(receipt)
    inner: Any = receipt
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return receipt


@pytest.mark.parametrize("name", NAMES)
def test_the_samples_hold_and_are_what_the_program_writes(name: str) -> None:
    stored = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    assert stored == samples()[name]
    assert list(stored) == list(samples()[name])
    verdict = verify_receipt(stored)
    assert verdict.ok
    assert verdict.kind == stored["kind"]
    assert verdict.fingerprint == KEY.key_id
    assert verdict.opened == ("opening" in stored)


def test_every_kind_has_a_sample() -> None:
    assert {str(one["kind"]) for one in samples().values()} == set(OF_KEYS)


def test_the_signed_message_is_the_one_the_format_describes() -> None:
    receipt = own()
    signed = (
        '{"commitment":"' + str(receipt["commitment"]) + '","format":"tongban-receipt/1","key":"'
        '03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8","kind":"entry",'
        '"number":"HZ-0011223344556677","of":{"entry":"BM-00112233445566AA",'
        '"need":"XQ-990001-2026-00007","seq":2},"received":"2026-03-06T01:02:03.000004Z","region":"990001"}'
    ).encode()
    assert message(receipt) == b"\0\0\0\x11tongban-receipt/1" + len(signed).to_bytes(4, "big") + signed


SIGNED_CHANGES: list[tuple[Path, Any]] = [
    (("number",), "HZ-0011223344556678"),
    (("kind",), "withdrawal"),
    (("of", "need"), "XQ-990001-2026-00008"),
    (("of", "entry"), "BM-00112233445566AB"),
    (("of", "seq"), 3),
    (("region",), "990002"),
    (("received",), "2026-03-06T01:02:03.000005Z"),
    (("commitment",), "0" * 64),
]


@pytest.mark.parametrize(("path", "value"), SIGNED_CHANGES, ids=str)
def test_whatever_is_signed_cannot_be_changed(path: Path, value: Any) -> None:
    verdict = verify_receipt(changed(samples()["entry"], path, value))
    assert (verdict.ok, verdict.first_bad) == (False, "signature")


MALFORMED: list[tuple[Path, Any, str]] = [
    (("format",), "tongban-receipt/2", "format"),
    (("number",), "", "number"),
    (("number",), "两 个", "number"),
    (("kind",), "bid", "kind"),
    (("of",), [], "of"),
    (("of", "seq"), 0, "of.seq"),
    (("of", "seq"), True, "of.seq"),
    (("of", "seq"), "2", "of.seq"),
    (("of", "price"), 1, "of.price"),
    (("of", "need"), "\u202eXQ", "of.need"),
    (("region",), "99 0001", "region"),
    (("received",), "2026-03-06T01:02:03Z", "received"),
    (("received",), "2026-02-30T01:02:03.000004Z", "received"),
    (("received",), "2026-03-06T09:02:03.000004+08:00", "received"),
    (("commitment",), "A" * 64, "commitment"),
    (("key",), "00", "key"),
    (("signature",), "0" * 127, "signature"),
    (("signature",), None, "signature"),
    (("opening",), {"nonce": "0" * 64}, "opening.entry"),
    (("opening", "nonce"), "xyz", "opening.nonce"),
    (("opening", "entry"), [], "opening.entry"),
    (("more",), 1, "more"),
]


@pytest.mark.parametrize(("path", "value", "first_bad"), MALFORMED, ids=str)
def test_the_first_part_that_breaks_the_format_is_named(path: Path, value: Any, first_bad: str) -> None:
    verdict = verify_receipt(changed(own(), path, value))
    assert (verdict.ok, verdict.first_bad) == (False, first_bad)
    assert verdict.why.startswith(f"{first_bad}：")


@pytest.mark.parametrize("key", [k for k in own() if k != "opening"])
def test_a_missing_part_is_named(key: str) -> None:
    receipt = own()
    del receipt[key]
    assert verify_receipt(receipt).first_bad == key


@pytest.mark.parametrize("data", [None, [], "text", 1, {}])
def test_what_is_no_receipt_is_refused(data: object) -> None:
    assert not verify_receipt(data).ok


OPENED: list[tuple[Path, Any, str]] = [
    (("value",), 8_765_399, "opening"),
    (("value",), None, "opening"),
    (("random",), "ac" * 32, "opening"),
    (("need",), "XQ-990001-2026-00008", "opening.entry.need"),
    (("seq",), 3, "opening.entry.seq"),
    (("seq",), True, "opening.entry.seq"),
    (("value",), 1.5, "opening.entry.value"),
    (("value",), 2**53, "opening.entry.value"),
]


@pytest.mark.parametrize(("path", "value", "first_bad"), OPENED, ids=str)
def test_the_own_copy_opens_the_commitment_or_is_named(path: Path, value: Any, first_bad: str) -> None:
    verdict = verify_receipt(changed(own(), ("opening", "entry", *path), value))
    assert (verdict.ok, verdict.first_bad) == (False, first_bad)


def test_another_nonce_does_not_open_the_commitment() -> None:
    assert verify_receipt(changed(own(), ("opening", "nonce"), "00" * 32)).first_bad == "opening"
    receipt = own()
    del receipt["opening"]["entry"]["random"]
    assert verify_receipt(receipt).first_bad == "opening"


def test_true_is_not_the_first_quote() -> None:
    entry = {**ENTRY, "seq": 1}
    of = {name: entry[name] for name in ("need", "entry", "seq")}
    receipt = sign(Said("HZ-1", "entry", of, "990001", RECEIVED, commitment(NONCE, entry)), KEY)
    opening = {"nonce": NONCE.hex(), "entry": {**entry, "seq": True}}
    assert verify_receipt({**receipt, "opening": opening}).first_bad == "opening.entry.seq"


@pytest.mark.parametrize("name", ["upload", "refused_entry"])
def test_only_entries_have_something_to_open(name: str) -> None:
    receipt = {**samples()[name], "opening": {"nonce": NONCE.hex(), "entry": ENTRY}}
    assert verify_receipt(receipt).first_bad == "opening"


def test_a_receipt_signed_anew_by_somebody_else_is_found_out_by_its_key() -> None:
    private = Ed25519PrivateKey.generate()
    other = SigningKey(private, key_id(private.public_key().public_bytes_raw().hex()))
    said = Said("HZ-1", "refused_entry", {"need": "XQ-1", "reason": "late"}, "990001", RECEIVED, "0f" * 32)
    forged = sign(said, other)
    assert verify_receipt(forged).ok  # it agrees with itself, and says whose key to compare
    assert other.key_id in verify_receipt(forged).remarks[0]
    for expected in (KEY.public_hex, KEY.key_id):
        assert verify_receipt(forged, expected).first_bad == "key"
    for expected in (other.public_hex, other.key_id, other.public_hex.upper()):
        assert verify_receipt(forged, expected).ok
        assert not verify_receipt(forged, expected).remarks


def test_the_moment_is_read_as_in_china() -> None:
    assert beijing_time("2026-03-06T16:02:03.000004Z") == "北京时间 2026年3月7日 00:02:03.000004"
    assert beijing_time("9999-12-31T23:59:59.999999Z") == "9999-12-31T23:59:59.999999Z"
