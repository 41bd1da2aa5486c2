"""``tongban plugin``: the county's tools."""

import json
from pathlib import Path
from typing import Any

import click

from plugins.cli_words import (
    explain_json,
    explain_lines,
    list_lines,
    packages_json,
    packages_lines,
    rules_json,
    rules_lines,
)
from plugins.declared import PARAMETERS
from plugins.installed import Found
from plugins.listing import list_plugins
from plugins.load import FOLDER, load_packs, set_enabled
from plugins.provider import Provider
from plugins.reference import reference_lines
from plugins.rulefile import read_file
from plugins.scaffold import ScaffoldFault, write_scaffold
from plugins.start import FOLDERS, FOUND
from tongban.cli.context import Context, pass_context
from tongban.errors import DomainError
from tongban.rules import REGISTRY_KEY, RuleSet

AS_JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
DIRECTORY = click.Path(path_type=Path, exists=True, file_okay=False)


@click.group("plugin")
def plugin() -> None:
    """各地规则：查看、检查、装载、新建。"""


@plugin.command("list")
@AS_JSON
@pass_context
def list_command(ctx: Context, as_json: bool) -> None:
    """列出所有插件：名称、版本、地区、是否启用、有什么问题。"""
    with ctx.session() as session:
        listed = list_plugins(session, ctx.registry[FOLDERS], ctx.registry[FOUND])
    _echo([one.to_json() for one in listed], list_lines(listed), as_json)


@plugin.command("show")
@click.argument("code", metavar="CODE")
@click.option("--explain", "key", metavar="KEY", help="只看这一项：各级各说了什么，采用了哪个。")
@AS_JSON
@pass_context
def show_command(ctx: Context, code: str, key: str | None, as_json: bool) -> None:
    """显示一个地区现在采用的全部规则。"""
    rules = _rules(ctx, code)
    if key is None:
        _echo(rules_json(rules), rules_lines(rules), as_json)
        return
    if key not in rules.answers and PARAMETERS.get(key) is None:
        near = PARAMETERS.near(key)
        raise click.UsageError(f"没有 {key} 这一项规则{f'，是不是 {near}？' if near else '。'}")
    _echo(explain_json(rules, key), explain_lines(rules, key), as_json)


@plugin.command("load")
@click.argument("folder", metavar="[DIR]", type=DIRECTORY, required=False)
@click.option("--by", "approver", metavar="NAME", default=FOLDER, help="批准人，记入规则的来历。")
@click.option("--draft", is_flag=True, help="只入库，不采用；以后不带 --draft 再装载一次即为批准。")
@pass_context
def load_command(ctx: Context, folder: Path | None, approver: str, draft: bool) -> None:
    """把规则文件装入数据库。不写 DIR 时，装载自带的和配置的文件夹。有文件未装载时退出码为 1。"""
    found: Found = ctx.registry[FOUND]
    folders = [folder] if folder else ctx.registry[FOLDERS]
    with ctx.session() as session:
        report = load_packs(
            session,
            ctx.clock.now(),
            folders,
            python=() if folder else found.plugins,
            approved_by=None if draft else approver,
        )
    report.problems += [] if folder else found.problems
    click.echo("\n".join(report.lines()))
    raise SystemExit(1 if report.problems else 0)


@plugin.command("check")
@click.argument("file", metavar="[FILE]", type=FILE, required=False)
@AS_JSON
@click.pass_context
def check_command(click_context: click.Context, file: Path | None, as_json: bool) -> None:
    """检查一个规则文件，不装载；不写 FILE 时，检查本机装的插件包。有问题时退出码为 1。"""
    if file is None:
        ctx = click_context.find_object(Context)
        assert ctx is not None
        found: Found = ctx.registry[FOUND]
        _echo(packages_json(found), packages_lines(found), as_json)
        raise SystemExit(1 if found.problems else 0)
    read, problems = read_file(file, PARAMETERS)
    notes = read.notes if read else []
    body = {"ok": not problems, "problems": [str(one) for one in problems], "notes": notes}
    lines = [*map(str, problems), *(f"提示：{note}" for note in notes)]
    if read is not None:
        lines.append(f"{file.name}：可以装载，{read.name}（{read.region}），规定了 {len(read.rules)} 项。")
    _echo(body, lines, as_json)
    raise SystemExit(1 if problems else 0)


@plugin.command("new")
@click.argument("code", metavar="CODE")
@click.argument("name", metavar="NAME")
@click.option("--parent", metavar="CODE", help="上级地区；不写时按代码推定。")
@click.option("--dir", "folder", type=click.Path(path_type=Path, file_okay=False), help="写到这个文件夹。")
@pass_context
def new_command(ctx: Context, code: str, name: str, parent: str | None, folder: Path | None) -> None:
    """为一个地区写一份五行的规则文件，改好后装载即可。"""
    try:
        path = write_scaffold(folder or ctx.registry[FOLDERS][-1], code, name, parent)
    except ScaffoldFault as fault:
        raise click.ClickException(str(fault)) from None
    click.echo(f"已写好 {path}。改好后运行 tongban plugin load。")


@plugin.command("keys")
def keys_command() -> None:
    """列出规则文件可以写的全部规则：含义、取值、与上级如何合并（Markdown）。"""
    click.echo("\n".join(reference_lines(PARAMETERS)))


@plugin.command("enable")
@click.argument("code", metavar="CODE")
@click.argument("source", metavar="SOURCE")
@pass_context
def enable_command(ctx: Context, code: str, source: str) -> None:
    """启用一个地区的插件（SOURCE 见 plugin list）。"""
    _switch(ctx, code, source, True)


@plugin.command("disable")
@click.argument("code", metavar="CODE")
@click.argument("source", metavar="SOURCE")
@pass_context
def disable_command(ctx: Context, code: str, source: str) -> None:
    """停用一个地区的插件（SOURCE 见 plugin list）。已发布的需求不受影响。"""
    _switch(ctx, code, source, False)


def _switch(ctx: Context, code: str, source: str, enabled: bool) -> None:
    with ctx.session() as session:
        versions = set_enabled(session, code, source, enabled, ctx.clock.now())
    if not versions:
        raise click.ClickException(f"{code} 没有名为 {source} 的插件，请用 tongban plugin list 查看。")
    click.echo(f"{code} 的 {source} 已{'启用' if enabled else '停用'}。")


def _rules(ctx: Context, code: str) -> RuleSet:
    provider: Provider = ctx.registry[REGISTRY_KEY]
    try:
        with ctx.session() as session:
            return provider.for_region(code, ctx.clock.now(), session)
    except DomainError as error:
        raise click.UsageError(error.message) from None


def _echo(body: Any, lines: list[str], as_json: bool) -> None:
    click.echo(json.dumps(body, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))
