"""``tongban user``."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.tongban.accounts.helpers import sign_in
from tongban.accounts.cli import user_group
from tongban.cli import Context

USCC = "11990000000000123E"


@pytest.fixture
def run(settings: dict[str, Any], app):
    def invoke(*arguments: str, code: int = 0) -> str:
        context = Context(Path("unused.ini"))
        context.__dict__["settings"] = settings
        context.__dict__["registry"] = app.app.registry
        result = CliRunner().invoke(user_group, arguments, obj=context)
        assert result.exit_code == code, result.output
        return str(result.output)

    return invoke


def test_a_first_administrator_is_made_from_the_command_line(run, app):
    password = run("add", "root.one", "--name", "首位", "--region", "000000").strip().rsplit("：", 1)[1]
    run("grant", "root.one", "platform_admin", "--org", USCC, "--region", "000000")
    sign_in(app, "root.one", password)
    assert "账号管理" in app.get("/admin/accounts")


def test_the_list_holds_no_password(run):
    text = run("list", "--json")
    assert {"owner1", "admin"} <= {row["login"] for row in json.loads(text)}
    assert "argon2" not in text
    assert "owner1" in run("list")


def test_disabling_asks_for_a_successor(run):
    assert "须先移交" in run("disable", "owner1", code=1)
    run("disable", "owner1", "--to", "delegate1")


def test_a_new_password_is_printed_once_and_works(run, app):
    password = run("password", "owner1").strip().rsplit("：", 1)[1]
    assert sign_in(app, "owner1", password).status_int == 303


@pytest.mark.parametrize(
    "arguments",
    [
        ("password", "nobody"),
        ("add", "owner1", "--name", "某某", "--region", "000000"),
        ("add", "X", "--name", "某某", "--region", "000000"),
        ("add", "fine.login", "--name", "某某", "--region", "没有这里"),
        ("grant", "owner1", "supervisor", "--org", "123", "--region", "000000"),
    ],
)
def test_refusals_are_a_line_and_exit_code_1(run, arguments):
    assert run(*arguments, code=1).startswith("Error: ")
