"""``/track``: a case by its number and query code, made for a phone."""

from typing import Any

import deform
from pyramid.request import Request
from pyramid.view import view_config

from agency.cases.models import Case
from agency.cases.rules import rules_of
from agency.track.gate import TrackGate
from agency.track.public import public_case
from agency.track.schemas import tidy, track_schema
from tongban.errors import DomainError, InvalidField
from tongban.rules import REGISTRY_KEY
from tongban.security import Permission
from tongban.web.forms import Button, Form

PAGE = "agency:track/templates/track.jinja2"


class TrackPages:
    """The form, and what it finds."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(route_name="track.page", request_method="GET", permission=Permission.PUBLIC, renderer=PAGE)
    def show(self) -> dict[str, Any]:
        return {"form": self._form(), "found": None}

    @view_config(route_name="track.page", request_method="POST", permission=Permission.PUBLIC, renderer=PAGE)
    def find(self) -> dict[str, Any]:
        form, request = self._form(), self.request
        try:
            values = form.validate(request.POST.items())
            # Not ``client_addr``: what a client says of itself must not decide how often it may guess.
            gate, address = TrackGate(request.registry["tongban.sessions"]), request.remote_addr or ""
            case_id = gate.check(tidy(values["number"]), tidy(values["code"]), address, request.now)
        except deform.ValidationFailure:
            return self._refused(form, 422)
        except DomainError as error:
            form.refuse(error.message, error.field if isinstance(error, InvalidField) else None)
            return self._refused(form, error.status)
        case = request.db.get_one(Case, case_id)
        request.response.headers["Cache-Control"] = "no-store"
        rules = rules_of(request.db, request.registry[REGISTRY_KEY], case, request.now)
        return {"form": form, "found": public_case(request, case, rules)}

    def _form(self) -> Form:
        buttons = [Button("find", "查进度")]
        return Form(track_schema(), request=self.request, formid="track", buttons=buttons)

    def _refused(self, form: Form, status: int) -> dict[str, Any]:
        self.request.response.status_int = status
        return {"form": form, "found": None}
