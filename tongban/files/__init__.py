"""Files: stored by content, bound to a thing, served only through that thing's own check."""

from pyramid.config import Configurator

from tongban.files.access import add_file_rule
from tongban.files.sweep import SWEEP_EVERY, make_sweep


def includeme(config: Configurator) -> None:
    """The directive for access rules, the download route, and the sweeping of orphans."""
    config.registry["tongban.file_rules"] = {}
    config.add_directive("add_file_rule", add_file_rule, action_wrap=False)
    config.add_route("files.download", "/files/{key}")
    config.add_job("files.sweep", "清理未使用的上传文件", SWEEP_EVERY, make_sweep(config.registry))
    config.scan("tongban.files.views")
