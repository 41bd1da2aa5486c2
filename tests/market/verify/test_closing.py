"""The list frozen at closing: page and server agree on what was opened, and on what is wrong."""

import copy
import hashlib
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from market.entries.sealed import canonical_entry
from market.opening.proof import FORMAT, proof_problems
from tests.support.verify import ask
from tongban.sealing import closing_root, commitment, pad_commitments

NEED = "XQ-2026-0001"
Proof = dict[str, Any]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def opened(place: int, value: int | None) -> Proof:
    content = canonical_entry(NEED, f"BM-{place}", 1, value, digest(f"random {place}"))
    nonce = digest(f"nonce {place}")
    return {
        "label": f"报价人{place}",
        **{key: content[key] for key in ("entry", "seq", "value", "random")},
        "nonce": nonce,
        "commitment": commitment(bytes.fromhex(nonce), content),
    }


def proof(*values: int | None) -> Proof:
    """A list of entries with these quotes, as the server publishes it."""
    entries = [opened(place, value) for place, value in enumerate(values, start=1)]
    padded = pad_commitments([entry["commitment"] for entry in entries], random.Random(1).randbytes)
    return {
        "format": FORMAT,
        "need": NEED,
        "root": closing_root(padded.leaves, NEED),
        "leaves": list(padded.leaves),
        "padding": list(padded.padding),
        "entries": entries,
    }


def written(documents: list[Proof]) -> list[str]:
    return [json.dumps(document, ensure_ascii=False) for document in documents]


def verdict(lab: Page, document: Proof) -> dict[str, Any]:
    return ask(lab, written([document]))[0]


@pytest.mark.parametrize(
    "values", [(), (1,), (4_000_000, 3_999_999, 1), (None,) * 5, tuple(range(1, 65)), tuple(range(1, 71))]
)
def test_a_list_of_the_server_holds(values: tuple[int | None, ...], lab: Page) -> None:
    made = proof(*values)
    assert proof_problems(made) == ()
    told = verdict(lab, made)
    assert (told["ok"], told["kind"]) == (True, "closing")
    assert f"{len(values)} 个是开启的报名" in told["why"]


def test_of_the_largest_lists_a_part_is_confirmed_by_the_browser(lab: Page) -> None:
    made = proof(*range(1, 1026))
    told = ask(lab, written([made]), ("ok", "confirmed"))[0]
    assert (len(made["leaves"]), told["ok"]) == (16_384, True)
    assert told["confirmed"]["by"] == "browser"
    assert told["confirmed"]["count"] == 4096 < told["confirmed"]["of"]


CHANGES: list[tuple[str, Callable[[Proof], object], str]] = [
    ("other price", lambda p: p["entries"][1].update(value=1), "entries[1].commitment"),
    ("other random", lambda p: p["entries"][1].update(random="0" * 64), "entries[1].commitment"),
    ("other number", lambda p: p["entries"][0].update(entry="BM-9"), "entries[0].commitment"),
    ("other round", lambda p: p["entries"][2].update(seq=2), "entries[2].commitment"),
    ("other nonce", lambda p: p["entries"][0].update(nonce="0" * 64), "entries[0].commitment"),
    ("other commitment", lambda p: p["entries"][0].update(commitment="0" * 64), "entries[0].commitment"),
    ("no nonce", lambda p: p["entries"][1].update(nonce=None), "entries[1].nonce"),
    ("no price but null", lambda p: p["entries"][1].update(value=None), "entries[1].commitment"),
    ("dropped entry", lambda p: p["entries"].pop(), "leaves["),
    ("entry twice", lambda p: p["entries"].append(copy.deepcopy(p["entries"][0])), "entries[3]"),
    ("smuggled entry", lambda p: p["entries"].append(opened(9, 5)), "entries[3]"),
    ("dropped padding", lambda p: p["padding"].pop(), "leaves["),
    ("other padding", lambda p: p["padding"].__setitem__(0, "0" * 64), "leaves["),
    ("padding twice", lambda p: p["padding"].__setitem__(1, p["padding"][0]), "padding[1]"),
    ("dropped leaf", lambda p: p["leaves"].pop(), "leaves"),
    ("other leaf", lambda p: p["leaves"].__setitem__(3, "0" * 64), "leaves[3]"),
    ("leaf twice", lambda p: p["leaves"].__setitem__(3, p["leaves"][2]), "leaves[3]"),
    ("other root", lambda p: p.update(root="0" * 64), "root"),
    ("other need", lambda p: p.update(need="XQ-2026-0002"), "entries[0].commitment"),
    ("other format", lambda p: p.update(format="tongban-closing/2"), "format"),
    ("one key more", lambda p: p.update(note="x"), "note"),
    ("a key less", lambda p: p["entries"][0].pop("seq"), "entries[0].seq"),
]


@pytest.mark.parametrize(
    ("change", "first_bad"), [c[1:] for c in CHANGES], ids=[c[0].replace(" ", "-") for c in CHANGES]
)
def test_what_does_not_agree_is_named(change: Callable[[Proof], object], first_bad: str, lab: Page) -> None:
    made = proof(4_000_000, 3_999_999, 1)
    change(made)
    told = verdict(lab, made)
    assert not told["ok"]
    assert told["first_bad"] == first_bad or (
        first_bad == "leaves[" and told["first_bad"].startswith(first_bad)
    )


def test_padding_swapped_for_another_set_is_named_as_padding(lab: Page) -> None:
    """Everything in the list is explained, but one more value is claimed to be padding."""
    made = proof(5, 6, 7)
    made["padding"].append("0" * 64)
    assert verdict(lab, made)["first_bad"] == f"padding[{len(made['padding']) - 1}]"


def test_every_changed_digit_fails_here_as_on_the_server(lab: Page) -> None:
    """Nothing that the server finds wrong passes on the page, and the other way round."""
    made = proof(4_000_000, None, 1)
    changed = []
    for path in [("root",), *((key, i) for key in ("leaves", "padding") for i in (0, 7, 60))]:
        changed.append(_with_other_digit(made, path))
    for i in range(3):
        changed += [_with_other_digit(made, ("entries", i, key)) for key in ("random", "nonce", "commitment")]
    told = ask(lab, written(changed))
    assert not any(one["ok"] for one in told)
    # The server computes commitments anew and does not read the written ones.
    server = [bool(proof_problems(one)) for one in changed]
    assert server.count(False) == 3


def _with_other_digit(document: Proof, path: tuple[Any, ...]) -> Proof:
    made = copy.deepcopy(document)
    inside: Any = made
    for key in path[:-1]:
        inside = inside[key]
    text = inside[path[-1]]
    inside[path[-1]] = ("1" if text[0] == "0" else "0") + text[1:]
    return made


def test_an_empty_list_is_all_padding(lab: Page) -> None:
    assert verdict(lab, proof())["why"].startswith(
        "封存名单成立。截止时封存的 64 个值里，0 个是开启的报名，64 个"
    )
