"""Each key of a record has one form; the first one that breaks it is named, in Chinese and English."""

import json

import pytest

from market.selection import Entry, RecordError, verify_record
from market.selection.parse import parse_record
from tongban.strict import load_json

HEX = "f" * 64


def put(*path, value):
    def change(record):
        for key in path[:-1]:
            record = record[key]
        record[path[-1]] = value

    return change


def drop(*path):
    def change(record):
        for key in path[:-1]:
            record = record[key]
        del record[path[-1]]

    return change


NOT_HEX = ["", HEX[1:], HEX + "f", HEX.upper(), "g" * 64, HEX + "\n", None, 7]
NOT_INTEGERS = [None, 1.0, True, "1", [], {}, float("nan"), 2**53, -(2**53)]
NOT_TEXT = ["", " ", "\u3000", "a\x00b", "报价\u202e人", "\ufeffA", "\ud800", "a\x7f", None, 5]
NOT_INSTANTS = [
    "2026-03-06T01:00:00Z",
    "2026-03-06T01:00:00.000Z",
    "2026-03-06 01:00:00.000000Z",
    "2026-03-06T01:00:00.000000+00:00",
    "2026-03-06T01:00:00.000000Z\n",
    "2026-02-30T01:00:00.000000Z",
    "2026-13-01T01:00:00.000000Z",
    "0000-01-01T01:00:00.000000Z",
    "2026-03-06T24:00:00.000000Z",
    "2026-03-06T29:00:00.000000Z",
    "2026-03-06T01:60:00.000000Z",
    "2026-03-06T01:00:60.000000Z",
    "２０２６-03-06T01:00:00.000000Z",
    "",
    None,
    1772758800,
]

WRONG = [
    *[(drop(key), key) for key in ("format", "need_id", "method", "params", "entries", "secret", "commit")],
    *[(drop(key), key) for key in ("snapshot", "beacon", "seed", "ranking")],
    (put("note", value=1), "note"),
    *[(put("format", value=v), "format") for v in ("tongban-selection/2", "", None, ["tongban-selection/1"])],
    *[(put("method", value=v), "method") for v in ("rounds_auction", "", None, 1)],
    *[(put("need_id", value=v), "need_id") for v in NOT_TEXT],
    *[(put(k, value=v), k) for k in ("secret", "commit", "snapshot", "seed") for v in NOT_HEX],
    *[(put("params", value=v), "params") for v in (None, [], 3)],
    (drop("params", "minimum"), "params.minimum"),
    (drop("params", "ceiling"), "params.ceiling"),
    (drop("params", "tie_chain"), "params.tie_chain"),
    (put("params", "floor", value=1), "params.floor"),
    *[(put("params", "minimum", value=v), "params.minimum") for v in [*NOT_INTEGERS, 0, -1]],
    *[(put("params", "reserves", value=v), "params.reserves") for v in [*NOT_INTEGERS, -1]],
    *[(put("params", "ceiling", value=v), "params.ceiling") for v in [*NOT_INTEGERS, 0, -1]],
    *[(put("params", "tie_chain", value=v), "params.tie_chain") for v in (None, "draw", {}, [], ["credit"])],
    (put("params", "tie_chain", value=["credit", "received"]), "params.tie_chain"),
    (put("params", "tie_chain", value=["draw", "credit"]), "params.tie_chain"),
    (put("params", "tie_chain", value=["draw", "draw"]), "params.tie_chain[1]"),
    (put("params", "tie_chain", value=["credit", "credit", "draw"]), "params.tie_chain[1]"),
    (put("params", "tie_chain", value=["time", "draw"]), "params.tie_chain[0]"),
    (put("params", "tie_chain", value=["credit", 1, "draw"]), "params.tie_chain[1]"),
    *[(put("entries", value=v), "entries") for v in (None, {}, "E1")],
    *[(put("entries", 1, value=v), "entries[1]") for v in (None, [], "E1")],
    *[(drop("entries", 1, k), f"entries[1].{k}") for k in ("id", "label", "nonce", "status", "reason")],
    *[(drop("entries", 1, k), f"entries[1].{k}") for k in ("value", "credit", "received")],
    (put("entries", 1, "name", value="某公司"), "entries[1].name"),
    *[
        (put("entries", 1, "id", value=v), "entries[1].id")
        for v in ("", "E 2", "报名2", "E2\n", "\x7f", None, 2)
    ],
    (put("entries", 1, "id", value="E00001"), "entries[1].id"),
    (put("entries", 1, "id", value="E00000"), "entries[1].id"),
    (put("entries", 1, "id", value="E00004"), "entries[2].id"),
    *[(put("entries", 1, "label", value=v), "entries[1].label") for v in NOT_TEXT],
    (put("entries", 1, "label", value="报价人1"), "entries[1].label"),
    (put("entries", 0, "label", value="报价人6"), "entries[5].label"),
    *[(put("entries", 1, "nonce", value=v), "entries[1].nonce") for v in NOT_HEX],
    *[(put("entries", 1, "status", value=v), "entries[1].status") for v in ("withdrawn", "", None, True)],
    *[(put("entries", 1, "reason", value=v), "entries[1].reason") for v in ("recused", "", 0, False)],
    *[(put("entries", 1, "value", value=v), "entries[1].value") for v in NOT_INTEGERS],
    *[(put("entries", 1, "value", value=v), "entries[1].value") for v in (0, -1, 1_000_001)],
    *[(put("entries", 1, "credit", value=v), "entries[1].credit") for v in NOT_INTEGERS],
    *[(put("entries", 1, "received", value=v), "entries[1].received") for v in NOT_INSTANTS],
    *[(put("beacon", value=v), "beacon") for v in ("7391", [], 0, False)],
    *[(drop("beacon", k), f"beacon.{k}") for k in ("value", "source", "at")],
    (put("beacon", "by", value="x"), "beacon.by"),
    *[(put("beacon", "value", value=v), "beacon.value") for v in NOT_TEXT],
    *[
        (put("beacon", "source", value=v), "beacon.source")
        for v in ("", "Witness", "见证人", "a b", None, "_a")
    ],
    *[(put("beacon", "at", value=v), "beacon.at") for v in NOT_INSTANTS],
    *[(put("ranking", value=v), "ranking") for v in (None, {}, "E00004")],
    *[(put("ranking", 2, value=v), "ranking[2]") for v in (None, 3, "", "E 3")],
]


@pytest.mark.parametrize(("change", "path"), WRONG, ids=[f"{n}-{w[1]}" for n, w in enumerate(WRONG)])
def test_the_wrong_key_is_named(change, path, vector):
    record = vector("lowest-ties")
    change(record)
    with pytest.raises(RecordError) as caught:
        parse_record(record)
    assert caught.value.path == path
    verdict = verify_record(record)
    assert not verdict.ok
    assert (verdict.part, verdict.first_bad) == ("format", path)
    assert verdict.why == f"{path}：{caught.value.zh}"
    assert verdict.why_en == f"{path}: {caught.value.en}"
    verdict.why.encode()


def exclude(record, reason="recused", value=None):
    record["entries"][1] |= {"status": "excluded", "reason": reason, "value": value}
    return record


@pytest.mark.parametrize("reason", [None, "", "Recused", "有关联", "a-b", "1a", 5])
def test_an_excluded_entry_needs_a_reason_code(reason, vector):
    with pytest.raises(RecordError) as caught:
        parse_record(exclude(vector("lowest-ties"), reason))
    assert caught.value.path == "entries[1].reason"


@pytest.mark.parametrize("value", [None, 0, -1, 2_000_000])
def test_an_excluded_entry_may_carry_any_amount_or_none(value, vector):
    parse_record(exclude(vector("lowest-ties"), value=value))


@pytest.mark.parametrize("value", [1, 999_999, 1_000_000])
def test_a_quote_may_be_one_fen_or_the_ceiling_itself(value, vector):
    record = vector("lowest-ties")
    record["entries"][1]["value"] = value
    parse_record(record)


@pytest.mark.parametrize("method_of", ["lowest-ties", "draw-5"])
def test_what_may_be_left_out_or_small(method_of, vector):
    record = vector(method_of)
    record["params"] |= {"minimum": 1, "reserves": 0}
    parse_record(record)
    if "ceiling" in record["params"]:
        record["params"]["ceiling"] = 1
        record["entries"] = []
        parse_record(record)
    del record["params"]["reserves"]
    parse_record(record)


@pytest.mark.parametrize("status", ["valid", "excluded"])
def test_a_draw_has_no_quotes(status, vector):
    record = vector("draw-5")
    i = 0 if status == "valid" else 3
    assert record["entries"][i]["status"] == status
    record["entries"][i]["value"] = 100
    with pytest.raises(RecordError) as caught:
        parse_record(record)
    assert caught.value.path == f"entries[{i}].value"
    assert caught.value.zh == "随机抽取不报价，应为 null。"
    assert caught.value.en == "must be null: a draw has no quotes"


def test_a_draw_takes_no_parameters_of_other_methods(vector):
    record = vector("draw-5")
    record["params"]["ceiling"] = 100
    assert verify_record(record).first_bad == "params.ceiling"


@pytest.mark.parametrize("value", [None, [], "text", 7, True])
def test_a_record_is_an_object(value):
    shown = {"[]": "[…]"}.get(json.dumps(value), json.dumps(value))
    verdict = verify_record(value)
    assert verdict.first_bad == "record"
    assert verdict.why == f"record：应为一个对象，现为 {shown}。"
    assert verdict.why_en == f"record: must be an object, is {shown}"


FEB_30 = "2026-02-30T00:00:00.000000Z"

MESSAGES = [
    (drop("seed"), "seed：缺少这一项。 (is missing)"),
    (put("note", value=1), "note：格式里没有这一项。 (is not part of the format)"),
    (put("no\u202ete", value=1), '"no\\u202ete"：格式里没有这一项。 (is not part of the format)'),
    (put("params", 7, value=1), "params.7：格式里没有这一项。 (is not part of the format)"),
    (put("entries", value={}), "entries：应为一个列表，现为 {…}。 (must be a list, is {…})"),
    (put("secret", value=[]), "secret：应为 64 位小写十六进制数字，现为 […]。"),
    (
        put("secret", value="AB"),
        '应为 64 位小写十六进制数字，现为 "AB"。 (must be 64 lower-case hexadecimal digits, is "AB")',
    ),
    (put("need_id", value="甲\x00"), '应为不含控制字符的非空文字，现为 "甲\\u0000"。'),
    (put("need_id", value="\ud800"), '(must be text without control characters, not blank, is "\\ud800")'),
    (put("params", "minimum", value=None), "应为整数，现为 null。 (must be an integer, is null)"),
    (put("params", "minimum", value=True), "应为整数，现为 true。"),
    (put("params", "minimum", value=0), "应为 1 到 9007199254740991 之间的整数，现为 0。"),
    (put("params", "minimum", value=0), "(must be an integer from 1 to 9007199254740991, is 0)"),
    (
        put("method", value="dra"),
        '应为以下之一：lowest_price、draw，现为 "dra"。 (must be one of lowest_price, draw, is',
    ),
    (
        put("entries", 0, "id", value="甲"),
        '现为 "甲"。 (must be an identifier of ASCII without blanks, is "甲")',
    ),
    (put("entries", 0, "id", value="甲"), "应为不含空格的 ASCII 编号"),
    (
        put("beacon", "source", value="X"),
        '应为小写字母代码，现为 "X"。 (must be a code in lower-case letters, is "X")',
    ),
    (
        put("beacon", "at", value="x"),
        '现为 "x"。 (must be an instant in UTC with microseconds and Z, is "x")',
    ),
    (put("beacon", "at", value="x"), "beacon.at：应为带微秒、以 Z 结尾的 UTC 时间，现为"),
    (put("beacon", "at", value=FEB_30), f'beacon.at：应为带微秒、以 Z 结尾的 UTC 时间，现为 "{FEB_30}"。'),
    (
        put("beacon", "at", value=FEB_30),
        f'(must be an instant in UTC with microseconds and Z, is "{FEB_30}")',
    ),
    (put("need_id", value=frozenset()), '现为 "frozenset()"。'),
    (put("entries", 1, "id", value="E00001"), "编号 E00001 重复。 (E00001 stands twice)"),
    (put("entries", 1, "id", value="E00000"), "各项应按编号升序排列。 (entries must be ordered by id)"),
    (put("entries", 1, "label", value="报价人1"), "代称 报价人1 重复。 (报价人1 stands twice)"),
    (put("entries", 1, "reason", value="x"), "有效的报名不应有排除原因。 (must be null for a valid entry)"),
    (put("params", "tie_chain", value=["credit"]), "最后一步应为 draw（抽取）。 (must end in draw)"),
    (put("params", "tie_chain", value=["draw", "draw"]), "draw 重复出现。 (draw stands twice)"),
    (put("params", "tie_chain", value=["x"]), "(must be one of credit, received, draw, is"),
]


@pytest.mark.parametrize(("change", "message"), MESSAGES)
def test_the_message_says_what_is_wrong_in_both_languages(change, message, vector):
    record = vector("lowest-ties")
    change(record)
    with pytest.raises(RecordError) as caught:
        parse_record(record)
    assert message in str(caught.value)


def test_a_long_wrong_value_is_cut(vector):
    record = vector("draw-5") | {"secret": "9" * 500}
    with pytest.raises(RecordError) as caught:
        parse_record(record)
    assert caught.value.zh.endswith('现为 "' + "9" * 79 + "…。")


def test_a_wrong_value_of_80_characters_is_shown_whole(vector):
    record = vector("draw-5") | {"secret": "9" * 78}
    with pytest.raises(RecordError) as caught:
        parse_record(record)
    assert caught.value.zh.endswith('现为 "' + "9" * 78 + '"。')


def test_a_record_is_read_into_its_parts(vector):
    raw = vector("draw-5")
    record = parse_record(raw)
    assert record.need_id == "N-draw-5"
    assert record.method == "draw"
    assert record.params == {"minimum": 3, "reserves": 2}
    assert [entry.as_json() for entry in record.entries] == raw["entries"]
    assert record.entries[3] == Entry(**raw["entries"][3])
    assert record.secret.hex() == raw["secret"]
    assert record.beacon is not None
    assert record.beacon.as_json() == raw["beacon"]
    assert list(record.ranking) == raw["ranking"]
    assert (record.commit, record.snapshot, record.seed) == (raw["commit"], raw["snapshot"], raw["seed"])


def test_a_key_that_stands_twice_is_named():
    with pytest.raises(RecordError) as caught:
        load_json(b'{"a": {"secret": 1, "secret": 1}}')
    assert str(caught.value) == "secret：同一对象里出现两次。 (stands twice in one object)"


def test_a_mark_of_byte_order_is_passed_over():
    assert load_json(b'\xef\xbb\xbf{"a": "\xe7\x94\xb2"}') == {"a": "甲"}


@pytest.mark.parametrize("data", [b"", b"{", b'{"a": 1,}', "甲".encode("gbk"), b"[" * 100_000, b"9" * 5000])
def test_what_is_not_json_is_no_record(data):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the reader's own words
        load_json(data)
    assert not isinstance(caught.value, RecordError)
