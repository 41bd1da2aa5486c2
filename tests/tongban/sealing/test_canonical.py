"""What is hashed is exact: one form for each value, and nothing that a reader could round."""

import hashlib
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongban.canonical import (
    MAX_DEPTH,
    MAX_SAFE_INT,
    CanonicalError,
    canonical,
    lp,
    merkle_root,
    sha256,
    sha256_hex,
)

#: A busy machine is no failure.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

integers = st.integers(-MAX_SAFE_INT, MAX_SAFE_INT)
texts = st.text(st.characters(codec="utf-8"))
values = st.recursive(
    st.none() | st.booleans() | integers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@calm
@given(values)
def test_canonical_json_is_json_of_the_same_value(value):
    assert json.loads(canonical(value)) == value


@calm
@given(st.dictionaries(texts, integers, min_size=2))
def test_the_order_in_which_keys_were_set_is_immaterial(value):
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_keys_are_ordered_as_the_rfc_says():
    """The example of RFC 8785, section 3.2.3: by UTF-16 code units, so an emoji before U+FB33."""
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    ordered = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonical(dict.fromkeys(keys, 0)))) == ordered


def test_text_is_utf8_and_blanks_are_none():
    assert canonical({"b": [1, -2, None], "a": '采购\n\u001f"\\', "c": (True, False)}) == (
        '{"a":"采购\\n\\u001f\\"\\\\","b":[1,-2,null],"c":[true,false]}'.encode()
    )


@pytest.mark.parametrize("value", [MAX_SAFE_INT, -MAX_SAFE_INT])
def test_the_largest_exact_integers_pass(value):
    assert canonical(value) == str(value).encode()


@pytest.mark.parametrize(
    ("value", "path", "problem"),
    [
        (1.0, "value", "float"),
        (float("nan"), "value", "float"),
        (float("inf"), "value", "float"),
        ({"a": [1, 0.5]}, "a[1]", "float"),
        ({"entries": [{"value": 1e3}]}, "entries[0].value", "float"),
        (2**53, "value", "integer beyond"),
        ({"a": -(2**53)}, "a", "integer beyond"),
        ({1: "a"}, "value", "key 1 is not a string"),
        ({"a": {None: 1}}, "a", "key None is not a string"),
        ("\ud800", "value", "surrogate"),
        ({"\udfff": 1}, "value", "surrogate"),
        ({"a": "x\ud800"}, "a", "surrogate"),
        (b"bytes", "value", "bytes is not a JSON value"),
        ({"a": {1, 2}}, "a", "set is not a JSON value"),
    ],
)
def test_what_has_no_exact_form_is_refused_by_its_place(value, path, problem):
    with pytest.raises(CanonicalError, match=problem) as caught:
        canonical(value)
    assert caught.value.path == path
    assert isinstance(caught.value, ValueError)


def nested(depth):
    value = 0
    for _ in range(depth):
        value = [value]
    return value


def test_nesting_has_a_limit():
    assert canonical(nested(MAX_DEPTH)) == b"[" * MAX_DEPTH + b"0" + b"]" * MAX_DEPTH
    with pytest.raises(CanonicalError, match="nested deeper than 64 levels"):
        canonical(nested(MAX_DEPTH + 1))


def test_a_value_that_holds_itself_is_refused():
    loop = {}
    loop["self"] = loop
    with pytest.raises(CanonicalError, match="nested"):
        canonical(loop)


def test_parts_are_prefixed_by_their_length():
    assert lp() == b""
    assert lp(b"") == bytes(4)
    assert lp(b"ab", b"c") == b"\0\0\0\2ab\0\0\0\1c"
    assert lp(b"x" * 300)[:4] == b"\0\0\x01\x2c"


@calm
@given(st.lists(st.binary(max_size=5), max_size=4), st.lists(st.binary(max_size=5), max_size=4))
def test_no_two_lists_of_parts_give_the_same_bytes(one, other):
    assert (lp(*one) == lp(*other)) == (one == other)


def test_digests():
    assert sha256(b"abc") == hashlib.sha256(b"abc").digest()
    assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


# -- Merkle roots ------------------------------------------------------------

LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
#: The roots of the first n of these leaves, as published with the certificate transparency log.
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("n", range(9))
def test_known_roots(n):
    assert merkle_root([bytes.fromhex(leaf) for leaf in LEAVES[:n]]).hex() == ROOTS[n]


def root_by_definition(leaves):
    """RFC 6962, section 2.1: split at the largest power of two below the number of leaves."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    both = root_by_definition(leaves[:k]) + root_by_definition(leaves[k:])
    return hashlib.sha256(b"\1" + both).digest()


@calm
@given(st.lists(st.binary(max_size=4), min_size=1, max_size=70))
def test_the_root_is_that_of_the_definition(leaves):
    assert merkle_root(leaves) == root_by_definition(leaves)


def test_a_node_cannot_pass_as_a_leaf():
    a, b = b"a", b"b"
    node = sha256(b"\0" + a) + sha256(b"\0" + b)
    assert merkle_root([a, b]) != merkle_root([node])
