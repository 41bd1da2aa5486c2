"""Who may fetch a file: the feature that owns the thing says so; without a rule nobody may."""

from collections.abc import Callable

from pyramid.config import Configurator
from pyramid.request import Request

from tongban.files.models import StoredFile

#: Whether the person asking may read the file of a thing.
FileRule = Callable[[Request, StoredFile], bool]


def add_file_rule(config: Configurator, thing_kind: str, rule: FileRule) -> None:
    """Configurator directive: who may read the files bound to things of a kind."""
    config.registry["tongban.file_rules"][thing_kind] = rule


def may_read(request: Request, file: StoredFile) -> bool:
    """Whether the file may be served, by the rule of its thing."""
    rule: FileRule | None = request.registry["tongban.file_rules"].get(file.thing_kind)
    return rule is not None and rule(request, file)
