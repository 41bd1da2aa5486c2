"""``tongban index``: status, rebuild, check."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from search_index.cli import index
from search_index.wiring import build_if_needed, make_backend
from tests.search_index.library import NOW, Library, LibraryBase, ids, load, make_kinds
from tests.support.templates import Place
from tongban.app import configure
from tongban.cli.context import Context
from tongban.db.session import close_pools
from tongban.outbox.models import OutboxRow
from tongban.security import SYSTEM
from tongban.work import Work

Command = Callable[..., Result]


@pytest.fixture
def registry(engine_kind: str, place: Place) -> Iterator[Any]:
    """The configured application with a kind of the tests."""
    backend = "postgresql" if engine_kind == "postgresql" else "whoosh"
    config = configure({"__script__": "tongban"}, **place.settings(**{"tongban.search": backend}))
    config.add_search_kind("notice", "测试公告", load("notice"), ids("notice"))
    config.commit()
    LibraryBase.metadata.create_all(config.registry["tongban.engines"].write)
    yield config.registry
    close_pools(config.registry)


@pytest.fixture
def library(registry: Any) -> Library:
    """What the commands work on."""
    search = registry["tongban.search"]
    words = registry["tongban.search_words"]
    return Library(
        registry["tongban.sessions"], registry["tongban.reads"], search.backend, search.kinds, words
    )


@pytest.fixture
def command(registry: Any, library: Library) -> Command:
    """Runs ``tongban index …`` on that application."""
    context = Context(Path("none.ini"))
    context.__dict__["registry"] = registry

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(index, list(arguments), obj=context)

    return run


def break_index(registry: Any) -> None:
    backend = registry["tongban.search"].backend
    if backend.name == "whoosh":
        shutil.rmtree(backend._folder.root)
    else:
        with backend.writing(["@built"]) as writer:
            writer.drop("@built")


def own(answer: dict[str, Any]) -> int:
    return answer["kinds"]["notice"]


def test_status_tells_backend_documents_and_what_waits(command: Command, library: Library) -> None:
    before = json.loads(command("status", "--json").output)
    number = library.add("公告")
    library.enqueue(number)

    answer = command("status", "--json")

    assert answer.exit_code == 0
    assert json.loads(answer.output) == {
        "backend": library.backend.name,
        "documents": before["documents"] + 1,
        "pending": before["pending"] + 1,
        "healthy": True,
        "parked": 0,
        "problem": None,
    }
    assert "待写入" in command("status").output


def test_a_broken_index_is_named_with_its_remedy_and_rebuilt(
    command: Command, library: Library, registry: Any
) -> None:
    library.add("甲", index=False)
    library.add("乙", index=False)
    break_index(registry)

    status = command("status")
    assert (status.exit_code, "请运行 tongban index rebuild" in status.output) == (1, True)
    check = command("check")
    assert (check.exit_code, "请运行 tongban index rebuild" in check.output) == (1, True)

    rebuilt = json.loads(command("rebuild", "--json").output)
    assert own(rebuilt) == 2
    assert rebuilt["documents"] == sum(rebuilt["kinds"].values())
    assert command("status").exit_code == 0
    assert command("check").output == "索引与数据库一致。\n"
    assert "测试公告：2 条" in command("rebuild").output


def test_changes_given_up_while_the_index_was_broken_go_on_after_a_rebuild(
    command: Command, library: Library, registry: Any
) -> None:
    number = library.add("公告", index=False)
    library.enqueue(number)
    with library.sessions.begin() as session:
        for row in session.query(OutboxRow).filter_by(handler="search.index"):
            row.status, row.attempts = "parked", 8
    status = json.loads(command("status", "--json").output)
    assert (status["healthy"], "多次未能写入" in status["problem"]) == (False, True)

    assert json.loads(command("rebuild", "--json").output)["released"] >= 1

    assert json.loads(command("status", "--json").output)["healthy"] is True


def test_check_lists_each_difference(command: Command, library: Library) -> None:
    library.add("缺", index=False)
    stale = library.add("旧")
    library.change(stale, title="新", index=False)

    answer = command("check", "--json")

    assert answer.exit_code == 1
    assert json.loads(answer.output) == {
        "ok": False,
        "differences": [{"key": "notice:1", "what": "missing"}, {"key": f"notice:{stale}", "what": "stale"}],
    }
    assert "索引中缺少：notice:1" in command("check").output


def test_a_record_that_cannot_be_read_is_named_and_the_rest_rebuilt(
    command: Command, library: Library
) -> None:
    library.add("好记录", index=False)
    library.add("坏记录", index=False)

    answer = command("rebuild")

    assert answer.exit_code == 1
    assert "数据库中的内容无法读取：notice:2" in answer.output
    assert library.titles("好记录") == ["好记录"]


def test_setting_up_builds_an_index_once(registry: Any, library: Library) -> None:
    library.add("公告", index=False)
    break_index(registry)
    with library.sessions() as session:
        work = Work(session, SYSTEM, NOW, "cli")
        assert str(build_if_needed(work, registry)).startswith("搜索索引已建立：")
        assert build_if_needed(work, registry) is None
    assert library.titles("公告") == ["公告"]


def test_a_backend_that_cannot_be_here_is_refused_at_start(registry: Any, engine_kind: str) -> None:
    with pytest.raises(ValueError, match="只能是"):
        make_backend(registry, "elastic")
    if engine_kind == "sqlite":
        with pytest.raises(ValueError, match="PostgreSQL"):
            make_backend(registry, "postgresql")


def test_a_kind_is_registered_once_and_by_a_name_that_can_be_a_key() -> None:
    kinds = make_kinds()
    (notice, _guide) = kinds
    with pytest.raises(ValueError, match="twice"):
        kinds.add(notice)
    with pytest.raises(ValueError, match="identifier"):
        kinds.add(replace(notice, name="a:b"))
