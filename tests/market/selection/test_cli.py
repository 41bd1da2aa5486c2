"""The commands: the winner or the first bad part, and an exit status for programs."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from market.selection import build_record, verify_record
from market.selection.cli import draw_group, selection_group

VECTORS = Path(__file__).parent / "vectors"
DRAW = str(VECTORS / "draw-5.json")
PRICE = str(VECTORS / "lowest-ties.json")


def run(group, *args):
    return CliRunner().invoke(group, ["verify", *map(str, args)])


@pytest.fixture
def file(tmp_path):
    def write(content, name="记录.json"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return write


@pytest.mark.parametrize("group", [draw_group, selection_group])
def test_a_draw_that_holds(group):
    result = run(group, DRAW)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "记录成立。中选：E00001（报价人1）。",
        "候补：E00003、E00005。",
        "承诺值：cffd543e2b350a103cb194c331aba33527f89416d9b0c0d472c544e11f662323，请与公告所载核对。",
        f"注意：{verify_record(json.loads(Path(DRAW).read_text(encoding='utf-8'))).remarks[0]}",
    ]


@pytest.mark.parametrize(("group", "name"), [(draw_group, DRAW), (selection_group, PRICE)])
def test_the_answer_as_json(group, name):
    result = run(group, name, "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert answer["ok"] is True
    assert answer["winner"] == {DRAW: "E00001", PRICE: "E00004"}[name]
    assert "记录成立" in result.stdout  # Chinese stays readable


def test_a_selection_without_reserves_prints_none(file, entry):
    record = build_record(
        need_id="N-1", method="draw", params={"minimum": 1}, entries=[entry("A")], secret=bytes(32)
    )
    result = run(selection_group, file(record))
    assert result.exit_code == 0
    assert "中选：A" in result.stdout
    assert "候补" not in result.stdout


def test_a_failed_selection_holds(file):
    record = build_record(need_id="N-1", method="draw", params={"minimum": 1}, entries=[], secret=bytes(32))
    result = run(draw_group, file(record))
    assert result.exit_code == 0
    assert result.stdout.startswith("记录成立。没有人报名，流标。")


@pytest.mark.parametrize("group", [draw_group, selection_group])
def test_a_record_that_does_not_hold(group, file, vector):
    bad = file(vector("draw-5") | {"ranking": ["E00003", "E00001", "E00005", "E00002"]})
    result = run(group, bad)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == "记录不成立。ranking：第 1 名算得 E00001，记录写的是 E00003。\n"
    result = run(group, bad, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "ok": False,
        "first_bad": "ranking",
        "why": "ranking：第 1 名算得 E00001，记录写的是 E00003。",
        "why_en": "ranking: place 1 is E00001 when computed, E00003 in the record",
    }


def test_draw_verify_takes_only_draws():
    result = run(draw_group, PRICE, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "ok": False,
        "first_bad": "method",
        "why": "method：竞价选取（最低价）的记录请用 tongban selection verify。",
        "why_en": "method: not the record of a draw; use: tongban selection verify",
    }


def test_a_bad_record_of_another_method_is_named_for_what_is_bad(file, vector):
    result = run(draw_group, file(vector("lowest-ties") | {"seed": "0" * 64}), "--json")
    assert json.loads(result.stdout)["first_bad"] == "seed"


def test_a_key_twice_is_a_bad_record(file):
    result = run(selection_group, file(b'{"format": 1, "format": 1}'), "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "ok": False,
        "first_bad": "format",
        "why": "format：同一对象里出现两次。",
        "why_en": "format: stands twice in one object",
    }


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'{"format":\n x}', "不是 JSON 文件：第 2 行第 2 个字符处读不下去。"),
        ("甲".encode("gbk"), "不是 UTF-8 文件：第 1 个字节读不出。"),
        (b"[" * 100_000, "不是可以读的 JSON 文件（nested too deeply）。"),
    ],
)
def test_what_is_no_json_is_unreadable(content, why, file):
    path = file(content)
    result = run(selection_group, path)
    assert result.exit_code == 2
    assert result.stderr == f"{path}：{why}\n"
    result = run(selection_group, path, "--json")
    assert result.exit_code == 2
    answer = json.loads(result.stdout)
    assert (answer["ok"], answer["first_bad"], answer["why"]) == (False, str(path), f"{path}：{why}")
    assert answer["why_en"].startswith(f"{path}: cannot be read: ")


def test_a_missing_file_is_unreadable(tmp_path):
    result = run(draw_group, tmp_path / "没有.json")
    assert result.exit_code == 2
    assert "文件打不开（No such file or directory）。" in result.stderr


def test_a_folder_is_unreadable(tmp_path):
    assert run(draw_group, tmp_path).exit_code == 2


@pytest.mark.parametrize("group", [draw_group, selection_group])
def test_help_in_chinese(group):
    assert "重算" in CliRunner().invoke(group, ["verify", "--help"]).stdout
    assert CliRunner().invoke(group, ["--help"]).exit_code == 0


@pytest.mark.parametrize(("group", "what"), [(draw_group, "随机抽取。"), (selection_group, "各种选取方式。")])
def test_a_group_of_commands_says_what_it_is_for(group, what):
    assert what in [line.strip() for line in CliRunner().invoke(group, ["--help"]).stdout.splitlines()]


def test_the_names_of_the_commands():
    assert (draw_group.name, selection_group.name) == ("draw", "selection")
