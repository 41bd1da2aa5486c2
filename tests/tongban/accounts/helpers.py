"""What the tests of accounts do again and again."""

import gc
import warnings
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from stdnum.cn import uscc
from webtest import TestApp, TestResponse

from tongban.accounts.models import User
from tongban.accounts.practice import practice_password


def free_code(body: str = "91990000MA0000Q11") -> str:
    """A valid credit code that nobody has."""
    return body + str(uscc.calc_check_digit(body + "0"))


def collect_long_bodies() -> None:
    """Close the temporary files of long request bodies, which WebOb leaves to the garbage collector."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def sign_in(
    app: TestApp, login: str, password: str | None = None, path: str = "/sign-in", **kw: Any
) -> TestResponse:
    """Fill in the form and send it."""
    form = app.get(path).forms["sign-in"]
    form["login"], form["password"] = login, practice_password() if password is None else password
    return form.submit("enter", **kw)


def person(session: Session, login: str) -> User:
    user = session.scalar(select(User).filter_by(login=login))
    assert user is not None
    return user


def token(page: TestResponse) -> str:
    """The form token that a page carries."""
    return str(page.html.find("input", {"name": "csrf_token"})["value"])
