"""Showing, checking, confirming and submitting a form, written once for all views."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import deform
from pyramid.request import Request
from pyramid.response import Response

from tongban.errors import DomainError, InvalidField, StaleEdit
from tongban.web.components import Confirm
from tongban.web.forms.form import ADD, CONFIRMED, EDIT, REMOVE, Controls, Form

#: Refusals that are pages of their own: repeating the form would not help.
_PAGES = frozenset({403, 404, 410})


@dataclass(frozen=True)
class Submission:
    """A form that holds: its values, the key against acting twice, the name of the button pressed."""

    values: Mapping[str, Any]
    key: str
    button: str


OnValid = Callable[[Submission], Response]
OnConfirm = Callable[[Submission], Confirm]


def handle_form(
    request: Request, form: Form, on_valid: OnValid, *, confirm: OnConfirm | None = None, **page: Any
) -> dict[str, Any] | Response:
    """Answer a request for a page with a form.

    GET, “添加一行” and “返回修改” show the form with what was typed. A faulty submission shows it again with
    status 422 and the errors beside their fields. A good one goes to ``on_valid``, which returns a redirect.
    With ``confirm`` the values are first shown as they will be sent. What ``on_valid`` refuses (a
    DomainError) is shown in the form with the error's status, and what it had changed by then is rolled
    back.

    Returns the values for the template: ``form``, ``confirmation`` (None but on the confirming page) and
    ``page``.
    """
    shown = {"form": form, "confirmation": None, **page}
    if not form.is_posted:
        return shown
    controls: Controls = list(request.POST.items())
    steering = {name: value for name, value in controls if isinstance(value, str)}
    try:
        if any(name in steering for name in (ADD, REMOVE, EDIT)):
            form.redraw(controls, steering.get(ADD), steering.get(REMOVE))
            return shown
        values = form.validate(controls)
    except deform.ValidationFailure:
        return _refused(request, shown, 422)
    button = next((name for name in steering if name in form.button_names), "")
    submission = Submission(values, form.form_key, button)
    if confirm is not None and CONFIRMED not in steering:
        return {**shown, "confirmation": _confirmation(form, confirm(submission), controls, button)}
    try:
        with _all_or_nothing(request):
            return on_valid(submission)
    except DomainError as error:
        if error.status in _PAGES:
            raise
        if isinstance(error, StaleEdit):
            form.overtaken(values)
        form.refuse(error.message, error.field if isinstance(error, InvalidField) else None)
        return _refused(request, shown, error.status)


def _all_or_nothing(request: Request) -> AbstractContextManager[Any]:
    """A savepoint: the form that is shown again must not show what a service changed before it refused."""
    db = getattr(request, "db", None)
    return nullcontext() if db is None else db.begin_nested()


def _refused(request: Request, shown: dict[str, Any], status: int) -> dict[str, Any]:
    # An answer with such a status also rolls the transaction back.
    request.response.status_int = status
    return shown


def _confirmation(form: Form, confirm: Confirm, controls: Controls, button: str) -> Confirm:
    carried = [
        (name, value) for name, value in map(form.carried, form.answers(controls)) if isinstance(value, str)
    ]
    steering = [("csrf_token", form.csrf_token), ("form_key", form.form_key), ("__formid__", form.formid)]
    if button:
        steering.append((button, button))
    return confirm.carrying(form.action, tuple(steering + carried))
