"""What the verdict tells: the part that differs, computed and written, and what to know besides."""

import pytest

from market.selection import Beacon, build_record, verify_record

DRAW = {"minimum": 2}
PRICE = {"minimum": 1, "ceiling": 100, "tie_chain": ["draw"]}
AT = "2026-03-06T01:30:00.000000Z"


@pytest.fixture
def build(entry):
    def make(values=(None, None, None), beacon=None):
        method, params = ("draw", DRAW) if values[0] is None else ("lowest_price", PRICE)
        entries = [entry(i, value) for i, value in zip("ABCDE", values, strict=False)]
        return build_record(
            need_id="N-1", method=method, params=params, entries=entries, secret=bytes(32), beacon=beacon
        )

    return make


def test_a_record_that_holds(build):
    record = build(values=(30, 10, 20))
    verdict = verify_record(record)
    assert verdict.as_json() == {
        "ok": True,
        "winner": "B",
        "why": "记录成立。中选：B（报价人 B）。",
        "why_en": "The record holds. Winner: B (报价人 B).",
        "reserves": ["C", "A"],
        "failed": None,
        "commit": record["commit"],
        "remarks": list(verdict.remarks),
    }
    assert verdict.part is None
    assert verdict.first_bad is None


def test_a_record_that_failed(build, entry):
    record = build_record(need_id="N-1", method="draw", params=DRAW, entries=[entry("A")], secret=bytes(32))
    answer = verify_record(record).as_json()
    assert answer["ok"]
    assert answer["winner"] is None
    assert answer["failed"] == "below_minimum"
    assert answer["commit"] == record["commit"]
    assert len(answer["remarks"]) == 1


def test_a_record_that_does_not_hold(build):
    verdict = verify_record(build() | {"seed": "0" * 64})
    assert verdict.ok is False
    assert (verdict.winner, verdict.commit) == (None, None), "nothing in it is vouched for"
    assert verdict.as_json() == {
        "ok": False,
        "first_bad": "seed",
        "why": verdict.why,
        "why_en": verdict.why_en,
    }


@pytest.mark.parametrize(
    ("part", "zh", "en"),
    [
        ("commit", "secret", "secret"),
        ("snapshot", "公布的名单", "the entry list"),
        ("seed", "secret、名单和公开随机值", "secret, entry list and beacon"),
    ],
)
def test_a_digest_that_differs_is_shown_beside_the_right_one(part, zh, en, build):
    record = build()
    right, wrong = record[part], "0" * 64
    verdict = verify_record(record | {part: wrong})
    assert verdict.why == f"{part}：与{zh}不符：按{zh}算得 {right}，记录写的是 {wrong}。"
    assert verdict.why_en == f"{part}: does not agree with {en}: computed {right}, written {wrong}"


def test_the_first_of_several_differences_is_named(build):
    record = build() | {"seed": "0" * 64, "ranking": []}
    assert verify_record(record).first_bad == "seed"
    assert verify_record(record | {"snapshot": "0" * 64}).first_bad == "snapshot"
    assert verify_record(record | {"snapshot": "0" * 64, "commit": "0" * 64}).first_bad == "commit"


def test_the_first_place_that_differs_is_named(build):
    record = build(values=(10, 20, 30))
    verdict = verify_record(record | {"ranking": ["A", "C", "B"]})
    assert (verdict.part, verdict.first_bad) == ("ranking", "ranking")
    assert verdict.why == "ranking：第 2 名算得 B，记录写的是 C。"
    assert verdict.why_en == "ranking: place 2 is B when computed, C in the record"


@pytest.mark.parametrize("ranking", [["A", "B"], ["A", "B", "C", "D"], []])
def test_a_ranking_too_short_or_too_long_is_named(ranking, build):
    verdict = verify_record(build(values=(10, 20, 30)) | {"ranking": ranking})
    assert verdict.why == f"ranking：应有 3 名，记录列出 {len(ranking)} 名。"
    assert verdict.why_en == f"ranking: must have 3 places, has {len(ranking)}"


def test_without_a_beacon_the_record_says_that_the_platform_could_have_steered(build):
    assert verify_record(build()).remarks == (
        "没有公开随机值：名单公布后没有第三方确定的数值参与抽取，平台理论上可以操纵抽取结果。",
    )


def test_without_a_beacon_and_without_a_draw_chance_decided_nothing(build):
    assert verify_record(build(values=(10, 20))).remarks == (
        "没有公开随机值：凡用到抽取之处，平台理论上可以操纵；本次没有用到抽取，结果不受影响。",
    )


def test_a_tie_without_a_beacon_uses_chance(build):
    assert "平台理论上可以操纵抽取结果" in verify_record(build(values=(10, 10))).remarks[0]


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("witness", "见证人（witness）"),
        ("notary", "公证员（notary）"),
        ("notice", "公告事先指定（notice）"),
        ("dice", "dice（不在已知来源之列）"),
    ],
)
def test_what_no_digest_covers_is_told(source, named, build):
    assert verify_record(build(beacon=Beacon("7391", source, AT))).remarks == (
        f"公开随机值的来源为{named}，时间为 {AT}。这两项没有摘要约束，请与公告核对。",
    )


def test_a_beacon_older_than_an_entry_is_told(build):
    early = verify_record(build(beacon=Beacon("7391", "witness", "2026-03-06T00:59:59.999999Z")))
    assert early.ok
    assert early.remarks[1:] == ("公开随机值的时间早于某项报名的收到时间：它应在名单公布之后确定。",)
    same = verify_record(build(beacon=Beacon("7391", "witness", "2026-03-06T01:00:00.000000Z")))
    assert len(same.remarks) == 1
