"""The one command ``tongban``; packages add subcommands by entry points of the group ``tongban.commands``."""

from tongban.cli.context import Context, pass_context
from tongban.cli.main import main

__all__ = ["Context", "main", "pass_context"]
