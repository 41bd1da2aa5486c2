"""``tongban workday``: working-day arithmetic and official calendars at the command line."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import IntegrityError

from tongban.calendar.arithmetic import MAX_DAYS, Calendar
from tongban.calendar.cli_words import due_lines, mark_json, report_json, report_lines, span_lines
from tongban.calendar.days import DayInfo
from tongban.calendar.files import CalendarFileError, read_calendar
from tongban.calendar.importing import import_years
from tongban.calendar.rows import FIRST_YEAR, LAST_YEAR
from tongban.calendar.service import CalendarService
from tongban.calendar.sheets import to_csv
from tongban.cli.context import Context, pass_context
from tongban.regions.codes import NATION, BadRegionCode, parse_region_code
from tongban.regions.service import path_name
from tongban.rules import REGISTRY_KEY, RulesProvider


def parse_day(_ctx: click.Context, _param: click.Parameter, value: str) -> dt.date:
    """A date as 2026-09-18. Ends the command with exit code 2 for anything else."""
    try:
        day = dt.date.fromisoformat(value) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) else None
    except ValueError:
        day = None
    if day is None:
        raise click.BadParameter(f"日期“{value}”不对，请写成 2026-09-18。")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise click.BadParameter(f"年份要在 {FIRST_YEAR} 到 {LAST_YEAR} 之间。")
    return day


AS_JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")


@click.group("workday")
def workday() -> None:
    """计算工作日，导入和导出官方节假日安排。"""


def parse_region(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """A region's code in its one form. Ends the command with exit code 2 for anything else."""
    try:
        return value and parse_region_code(value)
    except BadRegionCode as error:
        raise click.BadParameter(error.message) from error


@workday.command("add", context_settings={"ignore_unknown_options": True})
@click.argument("start", metavar="DATE", callback=parse_day)
@click.argument("count", metavar="N", type=click.IntRange(-MAX_DAYS, MAX_DAYS))
@click.option("--region", metavar="CODE", callback=parse_region, help="按这个地区的日历计算。")
@AS_JSON
@pass_context
def add(ctx: Context, start: dt.date, count: int, region: str | None, as_json: bool) -> None:
    """DATE 之后第 N 个工作日（当日不计；N 为负数时往前数）。"""
    due = _calendar(ctx, region).add_working_days(start, count)
    if not as_json:
        click.echo("\n".join(due_lines(due)))
        return
    _echo_json(
        {
            "date": due.date.isoformat(),
            "provisional": due.provisional,
            "calendar_version": due.calendar_version,
            "days": _days(due.days),
        }
    )


@workday.command("between")
@click.argument("start", metavar="D1", callback=parse_day)
@click.argument("end", metavar="D2", callback=parse_day)
@click.option("--region", metavar="CODE", callback=parse_region, help="按这个地区的日历计算。")
@AS_JSON
@pass_context
def between(ctx: Context, start: dt.date, end: dt.date, region: str | None, as_json: bool) -> None:
    """D1 之后到 D2 为止有几个工作日（D1 不计，D2 计）。"""
    span = _calendar(ctx, region).span(start, end)
    if not as_json:
        click.echo("\n".join(span_lines(span)))
        return
    _echo_json(
        {
            "working_days": span.working_days,
            "provisional": span.provisional,
            "calendar_version": span.calendar_version,
            "days": _days(span.days),
        }
    )


@workday.command("import")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--region",
    metavar="CODE",
    callback=parse_region,
    default=NATION,
    help="只改变这个地区的日历；不写就是全国。",
)
@click.option("--source", help="出处，例如国务院办公厅通知的文号；不写就用文件里的 source 或文件名。")
@click.option("--dry-run", is_flag=True, help="只检查并显示会改变什么，不写入。")
@AS_JSON
@pass_context
def import_(ctx: Context, file: Path, region: str, source: str | None, dry_run: bool, as_json: bool) -> None:
    """导入节假日安排（.csv 或 .toml，列 date、kind、why）；同一年再次导入就是新的版本。"""
    try:
        content = read_calendar(file.name, file.read_bytes())
        with ctx.work() as work:
            report = import_years(
                work,
                content.marks,
                source=(source or content.source or file.name)[:200],
                region_code=region,
                dry_run=dry_run,
            )
            place = "全国" if region == NATION else path_name(work.session, region)
    except CalendarFileError as error:
        rows = [f"第 {e.row} 行：{e.message}" for e in error.errors]
        raise click.ClickException("\n".join([error.message, *rows])) from error
    except IntegrityError as error:
        raise click.ClickException("刚才有人导入了同一年的日历，请再试一次。") from error
    if as_json:
        _echo_json(report_json(report))
    else:
        click.echo("\n".join(report_lines(report, place)))


@workday.command("export")
@click.option("--year", type=click.IntRange(FIRST_YEAR, LAST_YEAR), help="只导出这一年。")
@click.option(
    "--region",
    metavar="CODE",
    callback=parse_region,
    default=NATION,
    help="导出这个地区自己的规定；不写就是全国。",
)
@AS_JSON
@pass_context
def export(ctx: Context, year: int | None, region: str, as_json: bool) -> None:
    """导出节假日安排（UTF-8 的 CSV，可以再导入）。"""
    with ctx.session() as session:
        marks = CalendarService(session).table(region, year)
    if not marks:
        raise click.ClickException("没有可以导出的内容。")
    if as_json:
        _echo_json([mark_json(mark) for mark in marks])
    else:
        click.echo(to_csv(marks), nl=False)


def _calendar(ctx: Context, region: str | None) -> Calendar:
    with ctx.session() as session:
        service = CalendarService(session)
        if region is None:
            calendar = service.for_region()
        else:
            rules: RulesProvider = ctx.registry[REGISTRY_KEY]
            calendar = service.for_rules(rules.for_region(region, ctx.clock.now(), session))
    if not calendar.years:
        raise click.ClickException("数据库里还没有官方节假日安排，请先运行 tongban init。")
    return calendar


def _days(days: tuple[DayInfo, ...]) -> list[dict[str, Any]]:
    return [{"date": d.date.isoformat(), "counted": d.counted, "why": d.why} for d in days]


def _echo_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
