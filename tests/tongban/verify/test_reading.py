"""JSON is read as the commands read it: the same values, and the same place where reading stops."""

import json
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from tongban import strict
from tongban.canonical import CanonicalError, canonical
from tongban.strict import RecordError, load_json

#: Reads each text; what was read is told as [its canonical JSON] (or its literals where it has none).
_READ = """(texts) => texts.map((bytes) => {
  try {
    return ["read", tongban.bytes.hex(told(tongban.parse(tongban.bytes.text(new Uint8Array(bytes)))))];
  } catch (error) {
    const wrong = error instanceof tongban.Wrong;
    return wrong ? ["wrong", error.path + "：" + error.why] : ["unreadable", error.why];
  }
  function told(value) {
    try {
      tongban.exact(value, "", "", 0);
    } catch (error) {
      return tongban.bytes.utf8("no form: " + error.path);
    }
    return tongban.canonical(value);
  }
})"""


def read_here(data: bytes) -> list[str]:
    """The same by our own reader."""
    try:
        value = load_json(data)
    except RecordError as error:
        return ["wrong", f"{error.path}：{error.zh}"]
    except ValueError as error:
        return ["unreadable", strict.unreadable(error)]
    try:
        return ["read", canonical(value).hex()]
    except CanonicalError as error:
        return ["read", f"no form: {error.path}".encode(errors="replace").hex()]


def read_there(lab: Page, texts: list[bytes]) -> list[list[str]]:
    """What the page reads in each."""
    found: list[list[str]] = lab.evaluate(_READ, [list(text) for text in texts])
    return found


ODD = [
    b"", b" ", b"{", b"[", b'"', b"-", b"tru", b"nul", b"nullx", b"[1 2]", b'{"a" 1}', b'{"a": }',
    b'{"a": 1 "b"}', b"{1: 2}", b"[,]", b"01", b"1.", b".5", b"+1", b"1e", b"1e+", b"--1", b"0x1", b'"\\x"',
    b'"\\', b'"\\u12"', b'"\\u12g4"', b'"\\u00e9', b'"\\ud83d\\u12"', b'"tab\there"', b'"line\nend"',
    b"\x00", b"[1]]", b"{} {}", b"NaN", b"-NaN", b"Infinity", b"-Infinity", b"-Infinit", b"1.0", b"1e3",
    b"-0", b"-0.0", b"1e999", b"-1e999", b"9007199254740991", b"9007199254740992", b"-9007199254740993",
    b"12345678901234567890123", b"true", b"[[]]", b'"\\ud83d\\ude00"', b'"\\ud83d"', b'"\\ude00\\ud83d"',
    b'{"\\ud800": 1}', b'{"a": [1, {"b": 1.5}]}', b'{"a": 1, "a": 2}', b'{"a": {"b": 1, "b": 1}, "a": 2}',
    b'{"__proto__": 1, "7": 2, "1": 3}', b'{"\\u202e": 1, "\\u202e": 1}', b'{"a": 1, "a": 2} x',
    b'{"a": 1, "a": 2, "b": }', b"[1,\n 2,\n  x]", '{"甲": "乙",\n "𠮷𠮷" 1}'.encode(), '"𠮷'.encode(),
    "\ufeff1".encode(), "\ufeff\ufeff1".encode(), "甲".encode("gbk"), b"\xc0\x80", b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80", b'"\xe7\x94', b'"a\xff"', '\ufeff"'.encode() + b"\xff", b'\t\r\n {"a":\t1}\r\n',
    b"\x0b1", b"\xc2\xa01", b"\xe3\x80\x801", b"[" * 2000,
]  # fmt: skip


def test_odd_texts(lab: Page) -> None:
    assert read_there(lab, ODD) == [read_here(text) for text in ODD]


def test_a_number_too_long_for_the_commands_is_too_long_for_the_page(lab: Page) -> None:
    told = read_there(lab, [b"9" * 4300, b"9" * 4301])
    assert [kind for kind, _ in told] == ["read", "unreadable"]
    assert read_here(b"9" * 4300)[0] == "read"
    assert read_here(b"9" * 4301)[0] == "unreadable"


def test_a_comma_before_the_end_stops_the_reading(lab: Page) -> None:
    """Where it stops differs between versions of Python; that it does is the point."""
    assert [kind for kind, _ in read_there(lab, [b'{"a": 1,}', b"[1,]"])] == ["unreadable", "unreadable"]


texts = st.text(st.characters(codec="utf-8"), max_size=12)
exact = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(values=st.lists(exact, min_size=8, max_size=12), ascii_only=st.booleans())
def test_what_is_written_is_read_again_and_has_one_form(
    lab: Page, values: list[Any], ascii_only: bool
) -> None:
    written = [json.dumps(value, ensure_ascii=ascii_only, indent=1).encode() for value in values]
    assert read_there(lab, written) == [["read", canonical(value).hex()] for value in values]


@pytest.mark.parametrize("seed", range(3))
def test_damaged_texts(seed: int, lab: Page) -> None:
    """A few bytes cut out, doubled or exchanged: both readers stop at the same place or read the same."""
    chance = random.Random(seed)
    whole = json.dumps(
        {"名": "通\n办𠮷", "n": [1, -20, 1.5e3, None, True], "o": {"k": "\u202e\\", "é": ""}},
        ensure_ascii=seed == 1,
    ).encode()
    damaged = []
    for _ in range(400):
        text = bytearray(whole)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(text))
            how = chance.randrange(3)
            text[at : at + 1 + how] = chance.choice(
                [b"", bytes(text[at : at + 2]) * 2, bytes([chance.randrange(256)])]
            )
        damaged.append(bytes(text))
    fair = [text for text in damaged if b",}" not in text and b",]" not in text and b", }" not in text]
    assert read_there(lab, fair) == [read_here(text) for text in fair]


LITERALS = [
    0.1,
    1.5,
    -2.0,
    1e16,
    123456789012345680.0,
    1e-5,
    1.25e-7,
    1e22,
    5e-324,
    1.7976931348623157e308,
    100.0,
]


def test_numbers_with_a_fraction_are_shown_as_the_commands_show_them(lab: Page) -> None:
    told = lab.evaluate(
        "(list) => list.map((text) => tongban.parse(text).literal)", [repr(x) for x in LITERALS]
    )
    assert told == [json.dumps(x) for x in LITERALS]


VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 2**53 - 1, 2**53, 1.0, 1e300, "", " ", "\u3000", "\x1c", "\x85", "\ufeff",
    "a", "A", "a b", "a_1", "_a", "甲", "\u202e", "a\nb", "\x7f", "\ud800", "x" * 79, "x" * 78 + "𠮷",
    "𠮷" * 100, "\x00" * 30, [], {}, "0" * 64, "0" * 63 + "G", "2026-02-29T00:00:00.000000Z",
    "2024-02-29T23:59:59.999999Z", "2026-03-06T01:00:00.000000Z", "2026-04-31T01:00:00.000000Z",
    "0000-01-01T00:00:00.000000Z", "1900-02-29T00:00:00.000000Z", "2000-02-29T00:00:00.000000Z",
    '"quoted\\"',
]  # fmt: skip
CHECKS = ("integer", "text", "hex32", "identifier", "code", "instant", "items")

_CHECKED = """([name, texts]) => texts.map((text) => {
  try {
    tongban.strict[name]("path", tongban.parse(text));
    return "";
  } catch (error) {
    return error.path + "：" + error.why;
  }
})"""


@pytest.mark.parametrize("name", CHECKS)
def test_checks_of_single_values_use_the_same_words(name: str, lab: Page) -> None:
    wanted = []
    for value in VALUES:
        try:
            getattr(strict, name)("path", value)
            wanted.append("")
        except RecordError as error:
            wanted.append(f"{error.path}：{error.zh}")
    told = lab.evaluate(_CHECKED, [name, [json.dumps(value) for value in VALUES]])
    assert told == wanted
