"""A rule file either says something valid, or every fault of it is named in one plain line."""

from pathlib import Path

import pytest

from plugins.declared import PARAMETERS
from plugins.rulefile import RuleFile, parse

FIVE_LINES = """[plugin]
region = "430582"
name = "邵东市"
[rules]
"market.award.notice_wd" = 5
"""
HEAD = '[plugin]\nregion = "999999-X"\nname = "某新区"\n'


def good(text: str) -> RuleFile:
    file, problems = parse(text.encode(), "x.toml", PARAMETERS)
    assert file is not None, [str(one) for one in problems]
    return file


def faults(text: str | bytes, folder: Path | None = None) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    file, problems = parse(data, "x.toml", PARAMETERS, folder)
    assert file is None
    return [str(one) for one in problems]


def values(text: str, key: str) -> list[object]:
    return [said["value"] for said in good(HEAD + text).rules[key]]


def test_five_lines_are_a_whole_rule_file() -> None:
    file = good(FIVE_LINES)
    assert (file.region, file.name, file.parent) == ("430582", "邵东市", None)
    assert file.rules == {
        "market.award.notice_wd": [
            {"value": 5, "basis": "", "since": None, "until": None, "source": "confirmed"}
        ]
    }


def test_a_value_may_carry_its_basis_its_date_and_how_sure_it_is() -> None:
    file = good(
        HEAD + '[rules]\n"market.award.notice_wd" = '
        '{ value = 5, basis = "某办法第八条", since = 2026-01-01, source = "practice" }'
    )
    said = {"value": 5, "basis": "某办法第八条", "since": "2026-01-01", "until": None, "source": "practice"}
    assert file.rules["market.award.notice_wd"] == [said]


def test_a_key_without_quotes_means_the_same_key() -> None:
    assert values("[rules]\nmarket.award.notice_wd = 5", "market.award.notice_wd") == [5]
    assert values("[rules.market.award]\nnotice_wd = 5", "market.award.notice_wd") == [5]


def test_a_table_of_entries_is_not_taken_for_a_value_with_basis() -> None:
    assert values('[rules]\n"market.min_participants" = { draw = 2 }', "market.min_participants") == [
        {"draw": 2}
    ]


def test_files_from_windows_are_read() -> None:
    assert parse(b"\xef\xbb\xbf" + FIVE_LINES.replace("\n", "\r\n").encode(), "x.toml", PARAMETERS)[0]


def test_the_further_tables_are_rules_too() -> None:
    file = good(
        HEAD
        + '[terms]\naward = "中标"\n[texts]\n"portal.hint" = "请先看公告。"\n'
        + '[calendar]\n2026-05-04 = "off"\n[catalogue]\n"S-01" = { hidden = true }\n'
        + '[templates]\naward_letter = """\n第一行\n第二行"""\n'
    )
    assert {key: said[0]["value"] for key, said in file.rules.items()} == {
        "ui.terms": {"award": "中标"},
        "ui.texts": {"portal.hint": "请先看公告。"},
        "clock.calendar": {"2026-05-04": "off"},
        "market.catalogue": {"S-01": {"hidden": True}},
        "docs.templates": {"award_letter": "第一行\n第二行"},
    }


def test_a_template_may_be_a_file_beside_the_rule_file(tmp_path: Path) -> None:
    (tmp_path / "letter.typ").write_text("= 中选通知书", encoding="utf-8")
    text = HEAD + '[templates]\naward_letter = { file = "letter.typ" }'
    file, _ = parse(text.encode(), "x.toml", PARAMETERS, tmp_path)
    assert file is not None
    assert file.rules["docs.templates"][0]["value"] == {"award_letter": "= 中选通知书"}


@pytest.mark.parametrize("name", ["/etc/passwd", "../secret.typ", "none.typ", "sub/../../secret.typ"])
def test_a_template_cannot_be_taken_from_elsewhere_on_the_machine(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.typ").write_text("秘密", encoding="utf-8")
    folder = tmp_path / "rules"
    folder.mkdir()
    (line,) = faults(HEAD + f'[templates]\naward_letter = {{ file = "{name}" }}', folder)
    assert "找不到这个模板文件" in line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 'x.toml：缺少 [plugin] 表，至少要写 region = "…" 和 name = "…"'),
        ("[plugin]\nregion = 430582\nname = '某市'", "plugin.region = 430582：要写六位地区代码"),
        ("[plugin]\nregion = '43058'\nname = '某市'", 'plugin.region = "43058"：要写六位地区代码'),
        ("[plugin]\nregion = '999999-x'\nname = '某市'", "plugin.region"),
        ("[plugin]\nregion = '430582'", "plugin.name"),
        (HEAD.replace("name", "title"), "plugin.title"),
        (HEAD + "parent = '43'", 'plugin.parent = "43"'),
        (HEAD + "source = 'sure'", 'plugin.source = "sure"：可以写的有：confirmed、background、practice'),
        (HEAD + "effective_from = '2026-01-01'", 'plugin.effective_from = "2026-01-01"：要写日期，不加引号'),
        (HEAD + "[graph]\nA = 1", "[graph]：不认识这个表"),
        (HEAD + "rules = 3", "plugin.rules"),
        (HEAD + "[terms]\nwinner = '中标'", "ui.terms"),
        (HEAD + '[rules]\n"market.award.notice_days" = 5', "是不是 market.award.notice_wd？"),
        (HEAD + '[rules]\n"market.award.notice_wd" = -1', "market.award.notice_wd = -1：要在 0 到 30 之间"),
        (
            HEAD + '[rules]\n"market.award.notice_wd" = "5"',
            'market.award.notice_wd = "5"：要写整数，不加引号',
        ),
        (HEAD + '[rules]\n"market.award.notice_wd" = 5.0', "要写整数"),
        (HEAD + '[rules]\n"market.award.notice_wd" = nan', "要写整数"),
        (HEAD + '[rules]\n"clock.day_end" = 17:30:00', 'clock.day_end = 17:30:00：要写时刻，如 "17:30"'),
        (HEAD + '[rules]\n"market.methods_enabled" = ["direct"]', "其中 direct 不可用"),
        (HEAD + '[rules]\n"market.tie_break" = ["credit"]', "最后一项必须是 draw"),
        (
            HEAD + '[rules]\n"market.award.notice_wd" = { value = 5, base = "x" }',
            "market.award.notice_wd 的 base",
        ),
        (HEAD + '[rules]\n"market.award.notice_wd" = { value = 5, source = "default" }', "的 source"),
        (HEAD + '[rules]\n"market.award.notice_wd" = { value = 5, since = "2026-01-01" }', "的 since"),
        (HEAD + '[rules]\n"market.award.notice_wd" = { value = 5, since = 2026-01-01T00:00:00 }', "的 since"),
        (HEAD + '[rules]\n"market.award.notice_wd" = { value = 5, basis = 3 }', "的 basis"),
        (HEAD + '[rules]\n"ui.terms" = {}\n[terms]\naward = "中标"', "ui.terms：同一项规则写了两次"),
        (
            HEAD + '[rules]\n"market.award.notice_wd" = '
            "[{ value = 3, since = 2026-01-01 }, { value = 5, since = 2026-01-01 }]",
            "生效日期互相重叠",
        ),
        (
            HEAD + '[rules]\n"market.award.notice_wd" = '
            "[{ value = 3, until = 2026-06-30 }, { value = 5, since = 2026-06-30 }]",
            "生效日期互相重叠",
        ),
        (
            HEAD
            + '[rules]\n"market.award.notice_wd" = { value = 3, since = 2026-02-01, until = 2026-01-01 }',
            "until 早于 since",
        ),
        (HEAD + "[rules\n", "第 4 行第 7 列写法不对"),
        (HEAD + "name = '又一次'", "同一项或同一个表写了两次"),
        (HEAD + "[rules]\n[rules]", "第 5 行第 7 列：同一项或同一个表写了两次"),
    ],
)
def test_each_fault_is_named_by_file_key_and_value(text: str, line: str) -> None:
    told = faults(text)
    assert any(line in one for one in told), told
    assert all(one.startswith("x.toml：") for one in told)


def test_all_faults_of_a_file_are_told_at_once() -> None:
    told = faults(HEAD + '[rules]\n"market.award.notice_wd" = -1\n"market.contract.sign_wd" = 0\n"x.y" = 1')
    assert len(told) == 3


def test_a_file_in_another_encoding_is_refused_whole() -> None:
    (line,) = faults(FIVE_LINES.encode("gb18030"))
    assert line == "x.toml：不是 UTF-8 编码，请用 UTF-8 另存后再装载"


def test_values_in_turn_with_dates_that_follow_each_other_are_fine() -> None:
    text = '"market.award.notice_wd" = [{ value = 3 }, { value = 5, since = 2026-06-01 }]'
    assert values("[rules]\n" + text, "market.award.notice_wd") == [3, 5]


def test_a_confirmed_value_without_basis_is_allowed_but_noted() -> None:
    assert good(FIVE_LINES).notes == ["x.toml：market.award.notice_wd：没有写依据（basis）"]
