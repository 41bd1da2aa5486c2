"""Digests and signatures in plain JavaScript are those of the standards, whatever the browser offers."""

import hashlib
import hmac
import random
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Page

from tongban.audit.signing import holds

#: RFC 8032, section 7.1, the first three tests: public key, message, signature.
RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]
#: The order of the base point.
ORDER = 2**252 + 27742317777372353535851937790883648493

_HASHES = """(texts) => texts.map((hex) => {
  const bytes = tongban.bytes.unhex(hex);
  return [tongban.sha256hex(bytes), tongban.bytes.hex(tongban.sha512(bytes))];
})"""
_SIGNED = """(cases) => cases.map((one) => tongban.signed(...one.map(tongban.bytes.unhex)))"""


def signed(lab: Page, cases: list[tuple[str, str, str]]) -> list[bool]:
    """What the page says of (key, message, signature)."""
    answers: list[bool] = lab.evaluate(_SIGNED, [[key, signature, text] for key, text, signature in cases])
    return answers


def test_digests_of_every_length_up_to_three_blocks(lab: Page) -> None:
    chance = random.Random(1)
    texts = [chance.randbytes(n) for n in [*range(270), 1000, 70_000]]
    found = lab.evaluate(_HASHES, [text.hex() for text in texts])
    assert found == [[hashlib.sha256(t).hexdigest(), hashlib.sha512(t).hexdigest()] for t in texts]


def test_keyed_digests_of_every_length_of_key(lab: Page) -> None:
    chance = random.Random(2)
    pairs = [(chance.randbytes(n), chance.randbytes(n % 9)) for n in range(140)]
    script = "(pairs) => pairs.map((p) => tongban.bytes.hex(tongban.hmac256(...p.map(tongban.bytes.unhex))))"
    found = lab.evaluate(script, [[key.hex(), text.hex()] for key, text in pairs])
    assert found == [hmac.digest(key, text, "sha256").hex() for key, text in pairs]


def test_signatures_of_the_standard(lab: Page) -> None:
    assert signed(lab, RFC_8032) == [True] * 3
    swapped = [(key, RFC_8032[0][1], RFC_8032[i][2]) for i, (key, _, _) in enumerate(RFC_8032)]
    assert signed(lab, swapped) == [True, False, False]


def test_a_changed_bit_of_key_text_or_signature_is_judged_as_on_the_server(lab: Page) -> None:
    chance = random.Random(3)
    cases = []
    for _ in range(4):
        key = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
        parts = [key.public_key().public_bytes_raw(), text := chance.randbytes(60), key.sign(text)]
        cases.append(tuple(part.hex() for part in parts))
        for _ in range(12):
            which = chance.randrange(3)
            changed = bytearray(parts[which])
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
            cases.append(tuple((changed if i == which else part).hex() for i, part in enumerate(parts)))
    told = signed(lab, cases)
    assert told == [holds(key, signature, bytes.fromhex(text)) for key, text, signature in cases]
    assert told.count(True) == 4


def test_the_same_signature_written_another_way_is_refused(lab: Page) -> None:
    """Adding the order to the scalar gives a second signature of the same text unless it is refused."""
    key, text, signature = RFC_8032[2]
    scalar = int.from_bytes(bytes.fromhex(signature[64:]), "little")
    other = signature[:64] + (scalar + ORDER).to_bytes(32, "little").hex()
    assert signed(lab, [(key, text, other)]) == [False]
    assert not holds(key, other, bytes.fromhex(text))


def test_a_key_that_is_no_point_fits_nothing(lab: Page) -> None:
    _, text, signature = RFC_8032[1]
    keys = [f"{n:02x}" + "00" * 31 for n in range(24)]
    cases: list[Any] = [(key, text, signature) for key in keys]
    assert signed(lab, cases) == [False] * 24
    assert not any(holds(key, signature, bytes.fromhex(text)) for key in keys)
