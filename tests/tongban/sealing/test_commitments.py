"""A commitment binds an entry and tells nothing of it."""

import hashlib
import secrets

import pytest

from tongban.canonical import CanonicalError
from tongban.sealing import check_commitment, commitment, new_nonce, new_secret

NONCE = bytes(range(32))
ENTRY = {"need": "N-1", "value": 480000, "lead": "示例工程师"}


def part(data):
    return len(data).to_bytes(4, "big") + data


def test_the_commitment_is_as_written_down():
    body = '{"lead":"示例工程师","need":"N-1","value":480000}'.encode()
    text = part(b"tongban-entry/1") + part(NONCE) + part(body)
    assert commitment(NONCE, ENTRY) == hashlib.sha256(text).hexdigest()


def test_the_order_of_keys_is_immaterial():
    assert commitment(NONCE, dict(reversed(ENTRY.items()))) == commitment(NONCE, ENTRY)


@pytest.mark.parametrize("change", [{"value": 480001}, {"value": "480000"}, {"need": "N-2"}, {"extra": None}])
def test_another_entry_does_not_fit(change):
    expected = commitment(NONCE, ENTRY)
    assert check_commitment(expected, NONCE, ENTRY)
    assert not check_commitment(expected, NONCE, ENTRY | change)


def test_another_nonce_does_not_fit():
    assert not check_commitment(commitment(NONCE, ENTRY), NONCE[::-1], ENTRY)


@pytest.mark.parametrize("expected", ["", "0" * 64, "报价"])
def test_another_commitment_does_not_fit(expected):
    assert not check_commitment(expected, NONCE, ENTRY)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_nonce_has_32_bytes(length):
    with pytest.raises(ValueError, match="a nonce has 32 bytes"):
        commitment(bytes(length), ENTRY)


def test_an_entry_must_be_exact():
    with pytest.raises(CanonicalError, match="float"):
        commitment(NONCE, {"value": 4800.00})


def test_two_equal_entries_have_different_commitments():
    assert commitment(new_nonce(), ENTRY) != commitment(new_nonce(), ENTRY)


@pytest.mark.parametrize("make", [new_secret, new_nonce])
def test_chance_is_the_systems_unless_passed_in(make, monkeypatch):
    assert len(make()) == 32
    assert make() != make()
    assert make(lambda length: b"x" * length) == b"x" * 32
    assert make.__defaults__ == (secrets.token_bytes,)
