"""The form: deform's, with our templates, our widgets and nothing lost on error."""

import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import colander
import deform
import peppercorn
from markupsafe import Markup
from pyramid.csrf import get_csrf_token
from pyramid.request import Request

from tongban.web.forms.defaults import dress
from tongban.web.forms.fieldtree import FormState, Problem, find, place, problems, walk
from tongban.web.forms.rendering import renderer
from tongban.web.forms.stale import Latest, Stored

#: Controls that steer the form and are no answers of its schema.
ADD, REMOVE, EDIT, CONFIRMED = "__add__", "__remove__", "__edit__", "__confirmed__"
FORM_ID, FORM_KEY, CSRF = "__formid__", "form_key", "csrf_token"
_STEERING = frozenset({ADD, REMOVE, EDIT, CONFIRMED, FORM_ID, FORM_KEY, CSRF, "_charset_"})
_KEY = re.compile(r"[0-9a-f]{32}")
_ROW = re.compile(r"[0-9]{1,4}")

UNREADABLE = "提交的内容不完整，无法识别。请刷新页面后重新填写。"

Controls = list[tuple[str, Any]]


def new_form_key() -> str:
    """A fresh key of a form; the service that takes the submission refuses to act twice on one key."""
    return secrets.token_hex(16)


class Form(deform.Form):
    """A form of the site.

    ``stash`` keeps uploaded files over an error (``tongban.web.forms.uploads.FileStash``); ``new_key``
    gives the key against double submission, which stays the same until the form is opened anew. ``{{ form
    }}`` in a template renders it. ``action`` empty posts to the page itself.
    """

    def __init__(
        self,
        schema: colander.SchemaNode,
        *,
        request: Request,
        buttons: Iterable[deform.Button | str] = (),
        formid: str = "form",
        action: str = "",
        appstruct: Any = colander.null,
        stash: Any = None,
        new_key: Callable[[], str] = new_form_key,
    ) -> None:
        state = FormState(formid=formid, stash=stash)
        super().__init__(
            schema,
            action=action,
            buttons=tuple(buttons),
            formid=formid,
            focus="off",
            renderer=renderer(),
            state=state,
        )
        self.widget.template = "form"
        dress(self)
        place(self, "")
        self._stored: Stored | None = None
        self.latest: tuple[Latest, ...] = ()
        if appstruct is not colander.null:
            self.set_appstruct(appstruct)
            self._stored = Stored(self, appstruct)
        self._request = request
        posted = request.POST.get(FORM_KEY, "") if self.is_posted else ""
        self.form_key = posted if isinstance(posted, str) and _KEY.fullmatch(posted) else new_key()

    @property
    def is_posted(self) -> bool:
        """Whether this request submits this form (and not another one on the page)."""
        return self._request.method == "POST" and self._request.POST.get(FORM_ID) == self.formid

    @property
    def csrf_token(self) -> str:
        """The token that proves the form came from this site."""
        return str(get_csrf_token(self._request))

    @property
    def problems(self) -> list[Problem]:
        """What is wrong, in document order; empty for a form that has not been refused."""
        return problems(self)

    @property
    def button_names(self) -> frozenset[str]:
        """The names of the submit buttons."""
        return frozenset(button.name for button in self.buttons)

    def __html__(self) -> Markup:
        return Markup(self.render())  # noqa: S704 - made by our own templates, which escape every value

    def answers(self, controls: Iterable[tuple[str, Any]]) -> Controls:
        """The controls that are answers: without tokens and buttons."""
        skip = _STEERING | self.button_names
        return [(name, value) for name, value in controls if name not in skip]

    def carried(self, control: tuple[str, Any]) -> tuple[str, Any]:
        """A control as it is sent once more: an uploaded file as the key under which it is kept."""
        name, value = control
        return (name, self.state.stashed.get(id(value), value))

    def validate(self, controls: Iterable[tuple[str, Any]], subcontrol: str | None = None) -> Any:
        """The values of a submission. Raises deform.ValidationFailure; the form then shows what is wrong."""
        pstruct = self._parse(controls)
        return self.validate_pstruct(
            pstruct if subcontrol is None else pstruct.get(subcontrol, colander.null)
        )

    def validate_pstruct(self, pstruct: Any) -> Any:
        """As ``validate``, from the parsed structure."""
        try:
            cstruct, failed = self.deserialize(pstruct), None
        except colander.Invalid as error:
            self.widget.handle_error(self, error)
            cstruct, failed = _without_none(error.value), error
        self.cstruct = cstruct
        try:
            values = self.schema.deserialize(cstruct)
        except colander.Invalid as error:
            self.widget.handle_error(self, error)
            failed = failed or error
        if failed is not None:
            self._focus_first_problem()
            raise deform.ValidationFailure(self, cstruct, failed)
        return values

    def refuse(self, message: str, field: str | None = None) -> None:
        """Show a refusal beside the field at a dotted path, or above the form when there is no such field."""
        node = find(self, field) if field else None
        node = self if node is None else node
        node.error = colander.Invalid(node.schema, message)
        self._focus_first_problem()

    def overtaken(self, values: Mapping[str, Any]) -> None:
        """Somebody else saved since the form was opened: show what differs, and let it be sent on top."""
        if self._stored is not None:
            self.latest = self._stored.differing(values)
            self._stored.renew()

    def redraw(self, controls: Iterable[tuple[str, Any]], add: str | None, remove: str | None) -> None:
        """Show what was typed again, with a row more or less, and without judging it."""
        pstruct = self._parse(controls)
        for path, change in ((add, _append), (remove, _drop)):
            if path:
                change(pstruct, path.split("."))
        self.state.keep_blank_rows = True
        self.set_pstruct(pstruct)

    def _parse(self, controls: Iterable[tuple[str, Any]]) -> dict[str, Any]:
        try:
            return dict(peppercorn.parse(self.answers(controls)))
        except (ValueError, TypeError, AttributeError, IndexError) as error:
            self.error = colander.Invalid(self.schema, UNREADABLE)
            raise deform.ValidationFailure(self, colander.null, self.error) from error

    def _focus_first_problem(self) -> None:
        for node in walk(self):
            node.autofocus = None
        wrong = [node for node in walk(self) if node is not self and node.error and node.error.msg]
        if wrong:
            wrong[0].autofocus = "autofocus"


def _without_none(value: Any) -> Any:
    """A widget that gave up leaves None behind; the schema knows colander.null."""
    if value is None:
        return colander.null
    if isinstance(value, dict):
        return {key: _without_none(item) for key, item in value.items()}
    return [_without_none(item) for item in value] if isinstance(value, list) else value


def _at(pstruct: Any, path: list[str]) -> Any:
    for step in path:
        if isinstance(pstruct, list) and _names_row(step, pstruct):
            pstruct = pstruct[int(step)]
        elif isinstance(pstruct, dict):
            pstruct = pstruct.get(step)
        else:
            return None
    return pstruct


def _append(pstruct: Any, path: list[str]) -> None:
    rows = _at(pstruct, path)
    if isinstance(rows, list):
        rows.append(colander.null)


def _drop(pstruct: Any, path: list[str]) -> None:
    rows = _at(pstruct, path[:-1])
    if isinstance(rows, list) and _names_row(path[-1], rows):
        del rows[int(path[-1])]


def _names_row(step: str, rows: list[Any]) -> bool:
    return bool(_ROW.fullmatch(step)) and int(step) < len(rows)
