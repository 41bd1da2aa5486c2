"""The command's root: finds subcommands by entry point."""

import warnings
from importlib.metadata import entry_points
from pathlib import Path

import click

# Pyramid and deform import pkg_resources, whose pinned setuptools says so on every start.
warnings.filterwarnings("ignore", message="pkg_resources is deprecated", category=UserWarning)

from tongban.cli.context import Context  # noqa: E402

GROUP = "tongban.commands"


class Commands(click.Group):
    """A group whose subcommands are named by entry points, loaded when they are asked for."""

    entry_group = GROUP

    def list_commands(self, ctx: click.Context) -> list[str]:
        found = entry_points(group=self.entry_group)
        return sorted({*super().list_commands(ctx), *(entry.name for entry in found)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for entry in entry_points(group=self.entry_group, name=cmd_name):
            command: click.Command = entry.load()
            return command
        return super().get_command(ctx, cmd_name)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    default=Path("development.ini"),
    show_default=True,
    help="配置文件。",
)
@click.pass_context
def main(ctx: click.Context, config_file: Path) -> None:
    """通办：中介服务网上交易与全程代办平台。"""
    ctx.obj = Context(config_file)
    ctx.call_on_close(ctx.obj.close)
