"""An envelope opens for its own thing and purpose alone, tells no length, and notices every change."""

import base64

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongban.errors import DomainError
from tongban.sealing import SealBroken, SealKeyMissing, SealKeys, ensure_key_file, rotate_key_file

#: A busy machine is no failure, and one key file serves all examples.
fixture_ok = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@fixture_ok
@given(st.binary(max_size=2000), st.text(min_size=1), st.text(min_size=1))
def test_what_was_sealed_comes_out(keys, content, purpose, ref):
    assert keys.unseal(purpose, ref, keys.seal(purpose, ref, content)) == content


def test_the_content_stands_nowhere_in_the_envelope(keys):
    envelope = keys.seal("quote", "entry:E1", b"480000")
    raw = base64.urlsafe_b64decode(envelope.split(".")[2] + "==")
    assert b"480000" not in raw
    assert "480000" not in envelope
    assert envelope.isascii()
    assert envelope.startswith("tbs1.")


def test_the_same_price_is_never_sealed_the_same_way(keys):
    assert len({keys.seal("quote", "entry:E1", b"480000") for _ in range(50)}) == 50


def raw_length(envelope):
    return len(base64.urlsafe_b64decode(envelope.split(".")[2] + "=="))


@pytest.mark.parametrize(
    ("length", "blocks"), [(0, 1), (1, 1), (10, 1), (252, 1), (253, 2), (508, 2), (509, 3)]
)
def test_the_length_tells_only_the_number_of_blocks(length, blocks, keys):
    """12 bytes of nonce, blocks of 256 bytes that hold four bytes of length and the content, 16 of tag."""
    assert raw_length(keys.seal("quote", "entry:E1", b"1" * length)) == 12 + 256 * blocks + 16


@pytest.mark.parametrize(
    ("purpose", "ref"),
    [("proposal", "entry:E1"), ("quote", "entry:E2"), ("quoteentry", ":E1"), ("entry:E1", "quote")],
)
def test_an_envelope_moved_elsewhere_does_not_open(purpose, ref, keys):
    envelope = keys.seal("quote", "entry:E1", b"480000")
    with pytest.raises(SealBroken):
        keys.unseal(purpose, ref, envelope)


def test_any_changed_character_is_noticed(keys):
    envelope = keys.seal("quote", "entry:E1", b"480000")
    for i, character in enumerate(envelope):
        other = "A" if character != "A" else "B"
        changed = envelope[:i] + other + envelope[i + 1 :]
        with pytest.raises((SealBroken, SealKeyMissing)):
            keys.unseal("quote", "entry:E1", changed)


def test_the_same_bytes_written_another_way_are_noticed(keys):
    """The last character of the text has bits that decoding drops."""
    envelope = keys.seal("quote", "entry:E1", b"480000")
    opened = 0
    for last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_":
        try:
            opened += keys.unseal("quote", "entry:E1", envelope[:-1] + last) == b"480000"
        except SealBroken:
            continue
    assert opened == 1


@pytest.mark.parametrize("cut", [1, 5, 22, 100, 380])
def test_a_cut_envelope_is_noticed(cut, keys):
    with pytest.raises(SealBroken):
        keys.unseal("quote", "entry:E1", keys.seal("quote", "entry:E1", b"480000")[:-cut])


@pytest.mark.parametrize("change", [str.lower, lambda e: e + "=", lambda e: e + "\n", lambda e: " " + e])
def test_an_envelope_written_otherwise_is_noticed(change, keys):
    with pytest.raises(SealBroken):
        keys.unseal("quote", "entry:E1", change(keys.seal("quote", "entry:E1", b"480000")))


NO_ENVELOPES = ["", "480000", "tbs1", "tbs1..", "tbs1.aaaa.!!", "tbs2.aaaa1111.AAAA", "密封.甲.乙", "a.b.c"]


@pytest.mark.parametrize("text", [*NO_ENVELOPES, "tbs1.AAAA1111.AAAA", "tbs1.aaaa1111.A.A"])
def test_what_is_no_envelope_is_refused(text, keys):
    with pytest.raises(SealBroken):
        keys.unseal("quote", "entry:E1", text)


def test_a_well_formed_envelope_of_nothing_is_broken(keys, key_file):
    key_id = keys.seal("quote", "entry:E1", b"").split(".")[1]
    for body in ("", "AAAA", base64.urlsafe_b64encode(bytes(28)).decode().rstrip("=")):
        with pytest.raises(SealBroken):
            keys.unseal("quote", "entry:E1", f"tbs1.{key_id}.{body}")


def test_after_a_rotation_the_newest_seals_and_all_open(keys, key_file):
    old = keys.seal("quote", "entry:E1", b"480000")
    assert keys.is_current(old)
    key_id = rotate_key_file(key_file)
    new = keys.seal("quote", "entry:E1", b"480000")
    assert new.split(".")[1] == key_id != old.split(".")[1]
    assert keys.unseal("quote", "entry:E1", old) == b"480000"
    assert keys.unseal("quote", "entry:E1", new) == b"480000"
    assert (keys.is_current(old), keys.is_current(new)) == (False, True)


def test_resealing_brings_content_under_the_newest_key(keys, key_file):
    old = keys.seal("quote", "entry:E1", b"480000")
    rotate_key_file(key_file)
    new = keys.reseal("quote", "entry:E1", old)
    assert keys.is_current(new)
    assert keys.unseal("quote", "entry:E1", new) == b"480000"


def test_a_second_process_opens_what_the_first_sealed(keys, key_file):
    assert SealKeys(key_file).unseal("quote", "entry:E1", keys.seal("quote", "entry:E1", b"1")) == b"1"


def test_another_installation_lacks_the_key(keys, tmp_path):
    ensure_key_file(tmp_path / "other.json")
    envelope = keys.seal("quote", "entry:E1", b"1")
    with pytest.raises(SealKeyMissing) as caught:
        SealKeys(tmp_path / "other.json").unseal("quote", "entry:E1", envelope)
    assert f"缺少编号为 {envelope.split('.')[1]} 的密封密钥" in caught.value.message


def test_a_lost_file_stops_sealing_at_once(keys, key_file):
    """A key that lives on in memory alone would be gone with the process, and the quotes with it."""
    envelope = keys.seal("quote", "entry:E1", b"1")
    key_file.unlink()
    with pytest.raises(SealKeyMissing):
        keys.seal("quote", "entry:E1", b"1")
    with pytest.raises(SealKeyMissing):
        keys.unseal("quote", "entry:E1", envelope)


def test_errors_are_domain_errors_in_chinese_with_a_stable_code():
    assert issubclass(SealBroken, DomainError)
    assert (SealBroken.code, SealKeyMissing.code) == ("sealing.broken", "sealing.key_missing")
    assert "密封内容打不开" in SealBroken().message
    assert "找不到密封密钥文件" in SealKeyMissing().message


def test_chance_is_passed_in(key_file):
    nonce = bytes(range(12))
    envelope = SealKeys(key_file, lambda length: nonce[:length]).seal("quote", "entry:E1", b"1")
    assert base64.urlsafe_b64decode(envelope.split(".")[2] + "==")[:12] == nonce
