"""Commands that re-run a published record: ``tongban draw verify`` and ``tongban selection verify``."""

import json
import sys
from collections.abc import Collection
from pathlib import Path

import click

from market.selection.methods import METHODS
from market.selection.verify import Verdict, bad, verify_record
from tongban.strict import RecordError, load_json, unreadable

#: The methods in which chance alone decides; ``draw verify`` takes only their records.
DRAWS = frozenset({"draw"})

_BAD_RECORD, _UNREADABLE = 1, 2

draw_group = click.Group("draw", help="随机抽取。")
selection_group = click.Group("selection", help="各种选取方式。")


@draw_group.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def draw_verify(file: Path, as_json: bool) -> None:
    """重算公布的抽取记录 FILE，给出中选者；记录不成立时退出码为 1，读不出时为 2。"""
    _answer(file, as_json, DRAWS)


@selection_group.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def selection_verify(file: Path, as_json: bool) -> None:
    """重算任一方式的选取记录 FILE，给出中选者；记录不成立时退出码为 1，读不出时为 2。"""
    _answer(file, as_json, METHODS)


def _answer(file: Path, as_json: bool, allowed: Collection[str]) -> None:
    try:
        verdict, status = _judge(file.read_bytes(), allowed)
    except (OSError, ValueError) as error:
        name = click.format_filename(file)
        verdict, status = bad(name, unreadable(error), f"cannot be read: {error}"), _UNREADABLE
    if as_json:
        click.echo(json.dumps(verdict.as_json(), ensure_ascii=False))
    else:
        _say(verdict, status)
    sys.exit(status)


def _judge(data: bytes, allowed: Collection[str]) -> tuple[Verdict, int]:
    try:
        record = load_json(data)
    except RecordError as error:
        return bad(error.path, error.zh, error.en), _BAD_RECORD
    verdict = verify_record(record)
    if verdict.ok and record["method"] not in allowed:
        zh = f"{METHODS[record['method']].title}的记录请用 tongban selection verify。"
        verdict = bad("method", zh, "not the record of a draw; use: tongban selection verify")
    return verdict, 0 if verdict.ok else _BAD_RECORD


def _say(verdict: Verdict, status: int) -> None:
    lead = "记录不成立。" if status == _BAD_RECORD else ""
    click.echo(lead + verdict.why, err=not verdict.ok)
    if verdict.reserves:
        click.echo("候补：" + "、".join(verdict.reserves) + "。")
    if verdict.commit:
        click.echo(f"承诺值：{verdict.commit}，请与公告所载核对。")
    for remark in verdict.remarks:
        click.echo(f"注意：{remark}")
