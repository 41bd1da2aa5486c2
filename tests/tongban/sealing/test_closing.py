"""The root at closing fixes every entry and tells nothing; at opening nothing can be hidden or slipped in."""

import hashlib
import secrets

import pytest

from tongban.canonical import merkle_root
from tongban.sealing import closing_problems, closing_root, commitment, pad_commitments, padding_leaf
from tongban.sealing.closing import padded_size

NEED = "N-1"


def part(data):
    return len(data).to_bytes(4, "big") + data


@pytest.fixture
def commitments(chance):
    return [commitment(chance(32), {"value": 100 + n}) for n in range(3)]


@pytest.mark.parametrize(
    ("count", "size"),
    [(0, 64), (1, 64), (64, 64), (65, 1024), (1024, 1024), (1025, 16384), (16384, 16384), (16385, 262144)],
)
def test_sizes_are_few(count, size):
    assert padded_size(count) == size


@pytest.mark.parametrize("count", [0, 1, 3, 63, 64])
def test_any_number_up_to_64_looks_the_same(count, chance):
    padded = pad_commitments([commitment(chance(32), {"value": n}) for n in range(count)], chance)
    assert len(padded.leaves) == 64
    assert len(padded.padding) == 64 - count
    assert {len(leaf) for leaf in padded.leaves} == {64}
    assert list(padded.leaves) == sorted(padded.leaves)


def test_the_order_of_arrival_leaves_no_trace(commitments):
    def same_chance():
        values = iter(range(100))
        return lambda length: next(values).to_bytes(length, "big")

    assert pad_commitments(commitments, same_chance()) == pad_commitments(commitments[::-1], same_chance())


def test_a_padding_leaf_is_the_digest_of_its_value():
    value = "ab" * 32
    text = part(b"tongban-padding/1") + part(bytes.fromhex(value))
    assert padding_leaf(value) == hashlib.sha256(text).hexdigest()


def test_real_and_padding_are_all_there_and_nothing_else(commitments, chance):
    padded = pad_commitments(commitments, chance)
    assert sorted([*commitments, *map(padding_leaf, padded.padding)]) == list(padded.leaves)
    assert not set(padded.padding) & set(padded.leaves)


def test_the_root_binds_set_and_need(commitments, chance):
    leaves = pad_commitments(commitments, chance).leaves
    inner = merkle_root([bytes.fromhex(leaf) for leaf in leaves])
    text = part(b"tongban-closing/1") + part(b"N-1") + part(inner)
    assert closing_root(leaves, NEED) == hashlib.sha256(text).hexdigest()
    assert closing_root(leaves, "N-2") != closing_root(leaves, NEED)
    assert closing_root(leaves[::-1], NEED) == closing_root(leaves, NEED)


def test_one_other_leaf_gives_another_root(commitments, chance):
    leaves = list(pad_commitments(commitments, chance).leaves)
    assert closing_root([*leaves[1:], "0" * 64], NEED) != closing_root(leaves, NEED)


@pytest.mark.parametrize("count", [0, 1, 63, 65, 128])
def test_a_set_that_would_tell_its_size_has_no_root(count):
    with pytest.raises(ValueError, match="not padded"):
        closing_root([f"{n:064x}" for n in range(count)], NEED)


@pytest.mark.parametrize("wrong", ["", "A" * 64, "f" * 63, "f" * 64 + "\n"])
def test_a_commitment_has_one_form(wrong, chance):
    with pytest.raises(ValueError, match="64 lower-case"):
        pad_commitments([wrong], chance)
    with pytest.raises(ValueError, match="64 lower-case"):
        closing_root([*[f"{n:064x}" for n in range(63)], wrong], NEED)
    with pytest.raises(ValueError, match="64 lower-case"):
        padding_leaf(wrong)


def test_a_commitment_that_stands_twice_is_refused(commitments, chance):
    with pytest.raises(ValueError, match="twice"):
        pad_commitments([*commitments, commitments[0]], chance)
    with pytest.raises(ValueError, match="twice"):
        closing_root(["0" * 64] * 64, NEED)


def test_chance_that_repeats_itself_is_refused(commitments):
    with pytest.raises(ValueError, match="twice"):
        pad_commitments(commitments, bytes)


def test_the_systems_own_chance_serves(commitments):
    assert len(pad_commitments(commitments, secrets.token_bytes).leaves) == 64


# -- At opening ------------------------------------------------------------


@pytest.fixture
def closed(commitments, chance):
    padded = pad_commitments(commitments, chance)
    return {
        "root": closing_root(padded.leaves, NEED),
        "need_ref": NEED,
        "leaves": padded.leaves,
        "opened": commitments,
        "padding": padded.padding,
    }


def test_an_honest_opening_has_no_problems(closed):
    assert closing_problems(**closed) == ()


def test_a_withheld_entry_is_found(closed):
    hidden = closed["opened"][0]
    assert closing_problems(**closed | {"opened": closed["opened"][1:]}) == (
        f"截止时的名单内有 {hidden}，既未开封，也不是填充值。",
    )


def test_an_entry_kept_in_reserve_among_the_padding_is_found(closed, chance):
    """The operator counts a second quote of a friend as padding, to open it only if it wins."""
    spare = commitment(chance(32), {"value": 1})
    padded = pad_commitments([*closed["opened"], spare], chance)
    root = closing_root(padded.leaves, NEED)
    problems = closing_problems(root, NEED, padded.leaves, closed["opened"], padded.padding)
    assert problems == (f"截止时的名单内有 {spare}，既未开封，也不是填充值。",)


def test_an_entry_slipped_in_after_closing_is_found(closed, chance):
    late = commitment(chance(32), {"value": 1})
    assert closing_problems(**closed | {"opened": [*closed["opened"], late]}) == (
        f"开封的报名 {late} 不在截止时的名单内。",
    )


def test_a_changed_list_is_found(closed, chance):
    late = commitment(chance(32), {"value": 1})
    kept = closed["opened"][1:]
    leaves = sorted([*(set(closed["leaves"]) - {closed["opened"][0]}), late])
    problems = closing_problems(**closed | {"leaves": leaves, "opened": [*kept, late]})
    assert problems == ("名单与截止时公布的根值不符。",)


def test_another_needs_root_does_not_fit(closed):
    assert closing_problems(**closed | {"need_ref": "N-2"}) == ("名单与截止时公布的根值不符。",)


def test_a_padding_value_of_no_leaf_is_found(closed):
    value = "ab" * 32
    assert closing_problems(**closed | {"padding": [*closed["padding"], value]}) == (
        f"填充值 {padding_leaf(value)} 不在截止时的名单内。",
    )
