"""Files: stored by content, bound to a thing, served only through that thing's own check."""

from datetime import timedelta
from typing import TYPE_CHECKING

from pyramid.config import Configurator

from tongban.files.access import add_file_rule
from tongban.files.stash import sweep

if TYPE_CHECKING:
    from tongban.work import Work

SWEEP_EVERY = timedelta(hours=6)


def includeme(config: Configurator) -> None:
    """The directive for access rules, the download route, and the sweeping of the stash."""
    folder = config.registry["tongban.site"].path("stash")

    def sweep_stash(_work: "Work") -> None:
        sweep(folder)

    config.registry["tongban.file_rules"] = {}
    config.add_directive("add_file_rule", add_file_rule, action_wrap=False)
    config.add_route("files.download", "/files/{key}")
    config.add_job("files.sweep", "清理未使用的上传文件", SWEEP_EVERY, sweep_stash)
    config.scan("tongban.files.views")
