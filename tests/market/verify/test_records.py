"""The page and the command say the same of every record: whole, changed in one place, or damaged."""

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from market.selection import METHODS, verify_record
from market.verify import includeme
from tests.market.selection.test_form import WRONG
from tests.support.verify import ask
from tongban import strict
from tongban.strict import RecordError, load_json

VECTORS = Path(__file__).parents[1] / "selection" / "vectors"
NAMES = ("draw-5", "draw-200", "draw-no-beacon", "lowest-ties")
SMALL = ("draw-5", "draw-no-beacon", "lowest-ties")
NOTHING: dict[str, Any] = {"winner": None, "reserves": [], "failed": None, "commit": None, "remarks": []}


def said(data: bytes) -> dict[str, Any]:
    """What the command says of a file, as far as the page says it too."""
    try:
        record = load_json(data)
    except RecordError as error:
        return _bad(None, "format", error.path, f"{error.path}：{error.zh}")
    except ValueError as error:
        return _bad("unreadable", None, None, strict.unreadable(error))
    verdict = verify_record(record)
    if not verdict.ok:
        return _bad("selection", verdict.part, verdict.first_bad, verdict.why)
    told = {key: value for key, value in verdict.as_json().items() if key != "why_en"}
    return {"kind": "selection", "part": None, "first_bad": None, **told}


def _bad(kind: str | None, part: str | None, first_bad: str | None, why: str) -> dict[str, Any]:
    return {"ok": False, "kind": kind, "part": part, "first_bad": first_bad, "why": why, **NOTHING}


def vector(name: str) -> bytes:
    return (VECTORS / f"{name}.json").read_bytes()


def compared(lab: Page, texts: list[bytes]) -> list[dict[str, Any]]:
    """The verdicts of the page, each found to be the command's."""
    told = ask(lab, [text.decode("utf-8") for text in texts])
    for text, verdict in zip(texts, told, strict=True):
        assert verdict == said(text)
    return told


@pytest.mark.parametrize("name", NAMES)
def test_the_records_of_an_independent_implementation_are_reproduced(name: str, lab: Page) -> None:
    (verdict,) = compared(lab, [vector(name)])
    assert verdict["ok"]
    assert verdict["winner"] == json.loads(vector(name))["ranking"][0]


@pytest.mark.parametrize("name", SMALL)
def test_every_wrong_form_is_named(name: str, lab: Page) -> None:
    """The changes that the command's own tests make, and the same path and words for each."""
    changed = []
    for change, _path in WRONG:
        record = json.loads(vector(name))
        try:
            change(record)
        except (KeyError, IndexError, TypeError):
            continue  # the record has no such place
        changed.append(json.dumps(record).encode())
    told = compared(lab, changed)
    assert len(told) > 150
    if name == "lowest-ties":
        assert not any(verdict["ok"] for verdict in told)


REPLACEMENTS: tuple[Any, ...] = (
    None, True, 0, 1, -1, 2**53, 1.5, "", "x", "E00001", "0" * 64, "2026-03-06T01:30:00.000000Z", [], {},
    ["draw"],
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value inside a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield (*path, key)
        yield from places(item, (*path, key))


def replaced(record: Any, path: tuple[Any, ...], value: Any) -> bytes:
    made = copy.deepcopy(record)
    inside = made
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    return json.dumps(made).encode()


@pytest.mark.parametrize("name", SMALL)
def test_every_value_exchanged_for_every_other_kind(name: str, lab: Page) -> None:
    record = json.loads(vector(name))
    made = [replaced(record, path, value) for path in places(record) for value in REPLACEMENTS]
    told = compared(lab, made)
    same = [json.loads(text) for text, verdict in zip(made, told, strict=True) if verdict["ok"]]
    assert all(one | {"beacon": None} == record | {"beacon": None} for one in same), (
        "only what no digest covers"
    )


@pytest.mark.parametrize("name", SMALL)
def test_keys_left_out_and_items_moved(name: str, lab: Page) -> None:
    record = json.loads(vector(name))
    made = []
    for path in places(record):
        cut = json.loads(replaced(record, path, None))
        inside = cut
        for key in path[:-1]:
            inside = inside[key]
        del inside[path[-1]]
        made.append(json.dumps(cut).encode())
    for key in ("entries", "ranking"):
        for i in range(len(record[key])):
            made.append(replaced(record, (key,), record[key][i:] + record[key][:i]))
            made.append(replaced(record, (key,), [*record[key], record[key][i]]))
    compared(lab, made)


def flipped(data: bytes, flips: tuple[int, ...], step: int) -> list[bytes]:
    """The file with one byte changed, at every so many bytes; without those that are no text any more."""
    made = [
        data[:i] + bytes([data[i] ^ flip]) + data[i + 1 :]
        for flip in flips
        for i in range(0, len(data), step)
    ]
    return [text for text in made if b",}" not in text.replace(b" ", b"") and _is_text(text)]


def _is_text(text: bytes) -> bool:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize("name", SMALL)
def test_one_changed_byte_is_named(name: str, lab: Page) -> None:
    assert len(compared(lab, flipped(vector(name), (1,), 3))) > 200


@pytest.mark.soak
@pytest.mark.parametrize("flip", [1, 2, 4, 0x20])
@pytest.mark.parametrize("name", SMALL)
def test_every_changed_byte_is_named(name: str, flip: int, lab: Page) -> None:
    compared(lab, flipped(vector(name), (flip,), 1))


@pytest.mark.parametrize("name", SMALL)
def test_keys_that_stand_twice_are_named(name: str, lab: Page) -> None:
    text = vector(name).decode()
    made = [
        text.replace('"secret":', '"secret": 1, "secret":'),
        text.replace('"minimum":', '"minimum": 1, "minimum":'),
        text.replace('"label":', '"label": "x", "label":', 1),
    ]
    told = compared(lab, [one.encode() for one in made])
    assert [verdict["first_bad"] for verdict in told] == ["secret", "minimum", "label"]


def test_bytes_are_judged_as_text_is(lab: Page) -> None:
    script = "(bytes) => window.tongbanVerify(new Uint8Array(bytes)).then((verdict) => verdict.why)"
    assert lab.evaluate(script, list(vector("draw-5"))) == said(vector("draw-5"))["why"]
    assert lab.evaluate(script, list("甲乙".encode("gbk"))) == "不是 UTF-8 文件：第 1 个字节读不出。"


def listed(name: str, **parts: Any) -> str:
    """The list as it is published before the public value is fixed."""
    record = json.loads(vector(name))
    keys = ("format", "need_id", "method", "params", "entries")
    return json.dumps({key: record[key] for key in keys} | parts, ensure_ascii=False)


@pytest.mark.parametrize("name", NAMES)
def test_a_list_published_before_the_draw_gives_its_snapshot(name: str, lab: Page) -> None:
    record = json.loads(vector(name))
    (told,) = ask(lab, [listed(name)], ("ok", "kind", "facts", "compare", "winner"))
    assert (told["ok"], told["kind"], told["winner"]) == (True, "list", None)
    assert ["名单摘要", record["snapshot"]] in told["facts"]
    assert told["compare"][0]["among"][0][0] == record["snapshot"]


def test_a_list_with_a_wrong_part_is_still_a_list(lab: Page) -> None:
    texts = [
        listed("draw-5", format="tongban-selection/2"),
        listed("draw-5", need_id=""),
        listed("draw-5", note=1),
        listed("lowest-ties", params={"minimum": 1}),
    ]
    told = ask(lab, texts, ("kind", "ok", "first_bad"))
    assert {(one["kind"], one["ok"]) for one in told} == {("list", False)}
    assert [one["first_bad"] for one in told] == ["format", "need_id", "note", "params.ceiling"]


class Config:
    """Records what is added."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.add_verify_part: Callable[[str], None] = self.parts.append


def test_every_method_has_its_part_in_the_order_of_messages() -> None:
    config = Config()
    includeme(config)
    methods = [Path(part).stem for part in config.parts if "/methods/" in part]
    assert methods == list(METHODS)
