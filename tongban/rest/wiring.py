"""Puts the door into the application: the directive for operations, its own ones, its errors, its memory."""

from datetime import timedelta

from pyramid.config import Configurator

from tongban.rest.operation import Operation
from tongban.rest.paths import PREFIX
from tongban.rest.repeat import sweep
from tongban.rest.view import make_view
from tongban.work import Work

#: What the host itself offers; the features of the halves scan their own ``api`` modules.
RESOURCES = (
    "tongban.rest.door",
    "tongban.rest.me",
    "tongban.regions.api",
    "tongban.files.api",
    "tongban.notices.api",
    "tongban.receipts.api",
)


def add_operation(config: Configurator, operation: Operation) -> None:
    """Configurator directive: one operation; the operations of one path share a route."""
    operations: list[Operation] = config.registry["tongban.operations"]
    pattern, name = PREFIX + operation.path, route_name(operation.path)
    if all(known.path != operation.path for known in operations):
        config.add_route(name, pattern)
    operations.append(operation)
    config.add_view(
        make_view(operation),
        route_name=name,
        request_method=operation.method,
        permission=operation.permission,
        require_csrf=False,
    )


def route_name(path: str) -> str:
    """``/needs/{number}/submit`` → ``api.needs.number.submit``."""
    parts = [part.strip("{}").replace(".", "_").replace("-", "_") for part in path.strip("/").split("/")]
    return ".".join(("api", *parts))


def includeme(config: Configurator) -> None:
    """The operations of the host: what the door is, who asks, files, notices, and practice time."""
    registry = config.registry
    registry["tongban.operations"] = []
    config.add_directive("add_operation", add_operation, action_wrap=False)
    config.include("tongban.rest.problems")

    def forget(work: Work) -> None:
        sweep(work, registry["tongban.clock"].offset())

    config.add_job("rest.sweep", "清理程序接口的答复记录", timedelta(days=1), forget)
    for module in RESOURCES:
        config.scan(module)
    if registry["tongban.site"].practice:
        config.scan("tongban.rest.practice")
