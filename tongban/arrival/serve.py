"""``tongban serve``: the web server an ini file asks for."""

import errno
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import plaster
from granian import Granian
from granian.constants import Interfaces

from tongban.accounts.practice import practice_accounts, practice_password
from tongban.arrival import asgi, waitress
from tongban.arrival.arrivals import arrivals_of
from tongban.cli.context import Context, pass_context
from tongban.site.environment import from_environment

#: The section whose presence asks for granian; without it ``[server:main]`` says what runs.
SECTION = "granian"
LISTEN = "127.0.0.1:6543"


@click.command("serve")
@click.option("--host", help="监听地址，缺省取配置文件。")
@click.option("--port", type=click.IntRange(1, 65535), help="监听端口，缺省取配置文件。")
@click.option("--workers", type=click.IntRange(1, 64), help="网页进程数（granian），缺省取配置文件。")
@pass_context
def serve(ctx: Context, host: str | None, port: int | None, workers: int | None) -> None:
    """启动网站。"""
    if not ctx.config_file.exists():
        raise click.UsageError(f"没有找到配置文件 {ctx.config_file}；请用 --config 指定。")
    loader = plaster.get_loader(str(ctx.config_file), protocols=["wsgi"])
    given = {"host": host, "port": port, "workers": workers}
    options = {name: str(value) for name, value in given.items() if value is not None}
    if SECTION in loader.get_sections():
        _granian(ctx.config_file, {**from_environment(loader.get_settings(SECTION)), **options})
    else:
        _waitress(loader, options)


def _granian(config_file: Path, options: Mapping[str, str]) -> None:
    os.environ[asgi.CONFIG] = str(config_file.resolve())
    os.environ[asgi.THREADS] = options.get("threads", str(asgi.DEFAULT_THREADS))
    os.environ[asgi.MAX_BODY] = options.get("max_body", str(asgi.DEFAULT_MAX_BODY))
    os.environ[asgi.PROXIES] = options.get("proxies", "")
    server = Granian(
        "tongban.arrival.asgi:application",
        factory=True,
        interface=Interfaces.ASGI,
        address=options.get("host", "127.0.0.1"),
        port=int(options.get("port", "6543")),
        workers=int(options.get("workers", "2")),
        websockets=False,
        # Connections beyond this wait unread: whoever is kept out would not be received.
        backpressure=1000,
        backlog=2048,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
    )
    server.serve()


def _waitress(loader: Any, options: dict[str, str]) -> None:
    settings = from_environment(loader.get_settings("server:main"))
    settings.pop("use", None)
    host, _, port = settings.pop("listen", LISTEN).rpartition(":")
    host, port = options.get("host", host), options.get("port", port)
    loader.setup_logging()
    app = loader.get_wsgi_app()
    address = f"{host}:{port}"
    try:
        waitress.serve(app, arrivals_of(app), lambda: _welcome(app, address), listen=address, **settings)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise click.ClickException(f"端口 {port} 已被占用，请换一个端口再启动。") from None


def _welcome(app: Any, address: str) -> None:
    click.echo(f"网站地址：http://{address}/（按 Ctrl+C 停止）")
    if not app.registry["tongban.site"].practice:
        return
    click.echo(f"演练账号（密码均为 {practice_password()}）：")
    for account in practice_accounts():
        click.echo(f"  {account.login:<14}{account.role}（{account.who}）")
