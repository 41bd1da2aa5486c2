"""Enrolling an organisation with its first person."""

from collections.abc import Callable, Mapping
from typing import Any

from pyramid.request import Request

from tongban.accounts.models import Organisation, User
from tongban.accounts.organisations import Organisations
from tongban.accounts.people import People
from tongban.errors import InvalidField
from tongban.security import Role
from tongban.work import Work

#: Registry key: checks that features add, called with (request, values); they raise InvalidField.
CHECKS = "tongban.signup_checks"
SignUpCheck = Callable[[Request, Mapping[str, Any]], None]

#: Part on the platform → the role of the first person.
PARTS: dict[str, Role] = {"owner": Role.OWNER_ADMIN, "intermediary": Role.INTERMEDIARY}


class SignUp:
    """The verb of enrolling; who enrols is nobody yet, so the platform acts."""

    def __init__(self, work: Work) -> None:
        self._work = work.as_system()

    def register(self, values: Mapping[str, Any], region: str) -> tuple[Organisation, User]:
        """The organisation and its first administrator. Raises InvalidField for what is taken or missing."""
        kind = values["kind"]
        if kind != "person" and not values["legal_representative"]:
            raise InvalidField("legal_representative", "请填写法定代表人或负责人。")
        organisations = Organisations(self._work)
        org = organisations.register(
            kind,
            values["name"],
            region,
            uscc=values["uscc"] if kind != "person" else None,
            legal_representative=values["legal_representative"] if kind != "person" else values["name"],
            phone=values["phone"],
        )
        user = People(self._work).add(
            values["login"], values["person_name"], values["password"], region, phone=values["phone"]
        )
        organisations.grant(user, org, PARTS[values["part"]], region)
        return org, user
