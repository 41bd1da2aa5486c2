"""The one command ``tongban``; packages add subcommands through the entry-point group ``tongban.commands``."""

from tongban.cli.context import Context, pass_context
from tongban.cli.main import main

__all__ = ["Context", "main", "pass_context"]
