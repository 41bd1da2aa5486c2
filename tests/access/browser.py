"""What a browser sends: the controls of a page's form, filled in, by whoever holds the session."""

from typing import Any

from webtest import TestApp
from webtest.forms import Form, Submit

Controls = list[tuple[str, Any]]
CSRF = "csrf_token"


def form_of(client: TestApp, page: str, marker: str | None = None, action: str = "") -> Form:
    """A form of a page: the one with that ``__formid__``, else the one that posts to ``action``."""
    forms = [form for key, form in client.get(page).forms.items() if isinstance(key, int)]
    for form in forms:
        if marker is not None and "__formid__" in form.fields:
            if form["__formid__"].value == marker:
                return form
        elif marker is None and form.action == action:
            return form
    raise LookupError(f"{page} has no form {marker or action}")


def fill(form: Form, answers: dict[str, Any]) -> Controls:
    """The controls that the form sends once it is filled in; a radio is named by the end of its name.

    An answer to what the form does not ask is sent all the same.
    """
    extra: Controls = []
    for name, value in answers.items():
        asked = [f for key, f in form.field_order if key and (key == name or key.endswith(f"-{name}"))]
        if fields := [field for field in asked if not isinstance(field, Submit)]:
            fields[0].value = value
        else:
            extra.append((name, value))
    buttons = [key for key, field in form.field_order if key and isinstance(field, Submit)]
    return form.submit_fields(buttons[0] if buttons else None) + extra


def token_of(client: TestApp, page: str = "/sign-in") -> str:
    """The token by which this browser's forms are known."""
    for key, form in client.get(page).forms.items():
        if isinstance(key, int) and CSRF in form.fields:
            return str(form[CSRF].value)
    raise LookupError(f"{page} has no form with a token")


def as_sent_by(controls: Controls, token: str | None) -> Controls:
    """The same controls with another browser's token, or without any."""
    others = [(name, value) for name, value in controls if name != CSRF]
    return others if token is None else [(CSRF, token), *others]
