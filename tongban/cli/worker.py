"""``tongban worker``: the process that does what falls due and what follows the commit."""

import signal

import click

from tongban.cli.context import Context, pass_context
from tongban.outbox.wiring import make_runner
from tongban.outbox.worker import Worker


@click.command("worker")
@click.option("--once", is_flag=True, help="只处理现在到期的事项，然后退出。")
@pass_context
def worker(ctx: Context, once: bool) -> None:
    """运行后台进程：到期事项、通知、索引。"""
    runner = make_runner(ctx.registry)
    if once:
        click.echo(f"处理了 {runner.run_once()} 项。")
        return
    loop = Worker(runner)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: loop.stop())
    click.echo("后台进程已启动。")
    loop.run()
