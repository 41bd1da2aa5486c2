"""The page about the interface names every operation's address and every code that programs meet."""

import re
from pathlib import Path

import pytest
from webtest import TestApp

from tongban.errors import DomainError
from tongban.rest import errors
from tongban.rest.operation import Operation
from tongban.rest.problems import CODES

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")


def test_every_code_of_the_door_is_explained() -> None:
    own = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, DomainError)]
    codes = {kind.code for kind in own} | set(CODES.values()) | {"wrong_state", "guard_failed", "internal"}
    assert not [code for code in codes - {"domain.refused"} if f"`{code}`" not in PAGE]


@pytest.fixture(scope="module")
def operations(app: TestApp) -> list[Operation]:
    found: list[Operation] = app.app.registry["tongban.operations"]
    return found


def test_every_operation_that_changes_something_is_named(operations: list[Operation]) -> None:
    named = set(re.findall(r"[a-z/{}-]+", PAGE))
    words = {word.strip("/").rsplit("/", 1)[-1] for word in named}
    missing = [one.path for one in operations if one.method == "POST" and _event(one.path) not in words]
    assert not missing


def _event(path: str) -> str:
    return path.strip("/").rsplit("/", 1)[-1]
