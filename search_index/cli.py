"""``tongban index``: how the index is, building it anew, comparing it with the database."""

import json
from typing import Any

import click

from search_index.backend import IndexUnavailable
from search_index.indexer import Indexer
from search_index.kinds import search_kinds
from search_index.queue import release_parked
from search_index.service import Search
from tongban.cli.context import Context, pass_context

WORDS = {
    "missing": "索引中缺少",
    "surplus": "索引中多余",
    "stale": "索引中的内容与数据库不同",
    "unreadable": "数据库中的内容无法读取",
}
BACKENDS = {"whoosh": "Whoosh（数据目录）", "postgresql": "PostgreSQL"}

as_json = click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")


@click.group("index")
def index() -> None:
    """搜索索引：状态、重建、核对。"""


@index.command("status")
@as_json
@pass_context
def status(ctx: Context, as_json: bool) -> None:
    """显示索引的状态；不正常时退出码为 1。"""
    search: Search = ctx.registry["tongban.search"]
    with ctx.session() as session:
        answer = search.status(session)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        click.echo(
            f"索引：{BACKENDS[answer['backend']]}，{answer['documents']} 条，"
            f"待写入 {answer['pending']} 项改动。"
        )
        if answer["problem"]:
            click.echo(f"问题：{answer['problem']}。请运行 tongban index rebuild。")
    if not answer["healthy"]:
        click.get_current_context().exit(1)


@index.command("rebuild")
@as_json
@pass_context
def rebuild(ctx: Context, as_json: bool) -> None:
    """按数据库重新建立索引并核对条数；期间搜索和办理照常。"""
    with ctx.session():
        pass  # a database that was never set up ends the command here, with the remedy
    indexer: Indexer = ctx.registry["tongban.indexer"]
    try:
        done = indexer.rebuild()
    except IndexUnavailable as error:
        raise click.ClickException(f"{error.why}。原有索引没有改动。") from error
    released = release_parked(ctx.registry["tongban.sessions"])
    total = sum(done.documents.values())
    if as_json:
        answer: dict[str, Any] = {"documents": total, "kinds": done.documents, "failed": done.failed}
        click.echo(json.dumps(answer | {"released": released}, ensure_ascii=False))
    else:
        for kind in search_kinds(ctx.registry):
            click.echo(f"{kind.title}：{done.documents[kind.name]} 条")
        click.echo(f"索引已重建并核对：数据库 {total} 条，索引 {total} 条。")
        for key in done.failed:
            click.echo(f"{WORDS['unreadable']}：{key}", err=True)
    if done.failed:
        click.get_current_context().exit(1)


@index.command("check")
@as_json
@pass_context
def check(ctx: Context, as_json: bool) -> None:
    """逐条核对索引与数据库；有差异时列出，退出码为 1。"""
    with ctx.session():
        pass
    indexer: Indexer = ctx.registry["tongban.indexer"]
    try:
        differences = indexer.differences()
    except IndexUnavailable as error:
        raise click.ClickException(f"{error.why}。请运行 tongban index rebuild。") from error
    if as_json:
        rows = [{"key": difference.key, "what": difference.what} for difference in differences]
        click.echo(json.dumps({"ok": not rows, "differences": rows}, ensure_ascii=False))
    elif not differences:
        click.echo("索引与数据库一致。")
    else:
        for difference in differences:
            click.echo(f"{WORDS[difference.what]}：{difference.key}")
        click.echo(
            f"共 {len(differences)} 处差异。刚刚发生的改动会自动写入；其余请运行 tongban index rebuild。"
        )
    if differences:
        click.get_current_context().exit(1)
