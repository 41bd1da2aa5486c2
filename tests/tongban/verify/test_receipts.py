"""The page says of a receipt what ``tongban receipt verify`` says, and knows the site's own keys."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.support.verify import ask
from tests.tongban.receipts.make_samples import KEY, samples
from tongban.receipts.verify import beijing_time, verify_receipt

NAMES = sorted(samples())
KEYS = ("ok", "kind", "first_bad", "why", "remarks", "receipt")
#: Put in the place of every value in turn.
REPLACEMENTS: tuple[Any, ...] = (None, True, 1, 0, 1.5, "", "x", "0" * 64, "0" * 128, {}, [])


def said(receipt: Any) -> dict[str, Any]:
    """What the command says, as far as the page says it too."""
    verdict = verify_receipt(receipt)
    told: dict[str, Any] = {
        "ok": verdict.ok, "kind": "receipt", "first_bad": verdict.first_bad, "why": verdict.why,
        "remarks": list(verdict.remarks), "receipt": None,
    }  # fmt: skip
    if verdict.ok:
        names = ("kind", "number", "received", "key", "fingerprint", "opened")
        told["receipt"] = {name: getattr(verdict, name) for name in names}
    return told


def compared(lab: Page, receipts: list[Any]) -> list[dict[str, Any]]:
    told = ask(lab, [json.dumps(receipt) for receipt in receipts], KEYS)
    for receipt, verdict in zip(receipts, told, strict=True):
        assert {"receipt": None} | verdict == said(receipt)
    return told


def variants(receipt: dict[str, Any]) -> list[Any]:
    """Every value exchanged for every replacement, and every key left out, one at a time."""
    made = []
    for path in paths(receipt):
        made += [put(receipt, path, value) for value in REPLACEMENTS]
        made.append(put(receipt, path, ...))
    return made


def paths(value: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if not isinstance(value, dict):
        return [path]
    inner = [found for key, item in value.items() for found in paths(item, (*path, key))]
    return inner if not path else [path, *inner]


def put(receipt: dict[str, Any], path: tuple[str, ...], value: Any) -> Any:
    made = json.loads(json.dumps(receipt))
    inside = made
    for key in path[:-1]:
        inside = inside[key]
    if value is ...:
        del inside[path[-1]]
    else:
        inside[path[-1]] = value
    return made


@pytest.mark.parametrize("name", NAMES)
def test_receipts_of_every_kind_hold(name: str, lab: Page) -> None:
    (verdict,) = compared(lab, [samples()[name]])
    assert verdict["ok"]


@pytest.mark.parametrize("name", NAMES)
def test_every_change_is_named_as_by_the_command(name: str, lab: Page) -> None:
    receipt = samples()[name]
    made = variants(receipt)
    told = compared(lab, made)
    assert len(told) > 100
    same = [one for one, verdict in zip(made, told, strict=True) if verdict["ok"]]
    # The opening beside a receipt is not signed: without it the receipt still holds.
    assert all(one == receipt or "opening" not in one for one in same)


def test_an_opening_without_an_exact_form_is_named(lab: Page) -> None:
    receipt = samples()["entry-own"]
    odd = [1.5, 2**53, "\ud800", [1, {"a": 0.1}], {"\ud800": 1}, [[[[2**60]]]], {"a": {"b": [None, 1e300]}}]
    told = compared(lab, [put(receipt, ("opening", "entry", "more"), value) for value in odd])
    assert not any(verdict["ok"] for verdict in told)
    assert {verdict["first_bad"][:18] for verdict in told} == {"opening.entry.more"}


def test_moments_at_both_ends_of_the_calendar_are_read_as_by_the_command(lab: Page) -> None:
    moments = ["0001-01-01T00:00:00.000000Z", "0099-12-31T23:59:59.999999Z", "9999-12-31T23:00:00.000000Z",
               "2024-02-28T16:00:00.000001Z", "2026-12-31T15:59:59.000000Z"]  # fmt: skip
    told = lab.evaluate("(moments) => moments.map(tongban.beijing)", moments)
    assert told == [beijing_time(moment) for moment in moments]


_WITH_KEYS = """([text, keys]) => {
  tongban.siteKeys = keys;
  return window.tongbanVerify(text).then((verdict) => {
    tongban.siteKeys = [];
    return [verdict.ok, verdict.steps[3].state, verdict.remarks.join("")];
  });
}"""


def test_a_key_of_the_site_needs_no_remark_and_a_strange_one_is_told(lab: Page) -> None:
    text = json.dumps(samples()["entry"])
    assert lab.evaluate(_WITH_KEYS, [text, ["0" * 16, KEY.key_id]]) == [True, "pass", ""]
    ok, state, remark = lab.evaluate(_WITH_KEYS, [text, ["0" * 16]])
    assert (ok, state) == (True, "skip")
    assert "不在本页所载的本站公钥之列" in remark
