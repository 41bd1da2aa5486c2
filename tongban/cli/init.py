"""``tongban init``: create or migrate the database and load what the site needs."""

import click

from tongban.cli.context import Context, pass_context
from tongban.clock.practice import start_practice
from tongban.db.migrate import upgrade
from tongban.security import SYSTEM
from tongban.setup_steps import setup_steps
from tongban.work import Work


@click.command("init")
@click.option("--demo", is_flag=True, help="加入演练数据（仅限演练环境）。")
@pass_context
def init(ctx: Context, demo: bool) -> None:
    """创建或升级数据库，装载地区、日历、规则和事项目录。"""
    registry = ctx.registry
    site = registry["tongban.site"]
    if demo and not site.practice:
        raise click.ClickException("演练数据只能装入演练环境（配置 tongban.practice = true）。")
    upgrade(ctx.engines.write)
    if site.practice:
        with ctx.session() as session:
            start_practice(session)
    for step in setup_steps(registry, demo=demo):
        with registry["tongban.sessions"].begin() as session:
            line = step.run(Work(session, SYSTEM, ctx.clock.now(), "cli"), registry)
        if line:
            click.echo(line)
    click.echo("数据库已就绪。")
