"""Enrolments of a practice site, brought about by the same steps that people take."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from pyramid.registry import Registry
from sqlalchemy import select
from sqlalchemy.orm import Session

from market.enrolments.checking import CheckService
from market.enrolments.holders import HoldingService
from market.enrolments.models import Enrolment
from market.enrolments.service import EnrolmentService
from market.qualifications import Held, held_text, load_kinds
from tongban.accounts.models import Organisation
from tongban.accounts.practice import practice_actor
from tongban.calendar import CalendarService
from tongban.canonical import sha256_hex
from tongban.documents import render_pdf
from tongban.errors import DomainError
from tongban.fields import Upload
from tongban.receipts.wiring import uploads_of
from tongban.rules import REGISTRY_KEY
from tongban.security import Actor
from tongban.work import Work

DATA = files("market.enrolments") / "data"


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((DATA / "practice.toml").read_text(encoding="utf-8"))


def load_practice(work: Work, registry: Registry) -> str | None:
    """Enrol the practice intermediaries; one that has begun already, or has no account, is left alone.

    A region whose rules do not admit one of them goes without it.
    """
    names = []
    for login, firm in _data()["firms"].items():
        actor = practice_actor(work.session, registry, login)
        checker = practice_actor(work.session, registry, firm.get("checker", _data()["checker"]))
        if actor is None or checker is None or _enrolled(work.session, actor):
            continue
        org = work.session.get_one(Organisation, actor.org_id)
        try:
            with work.session.begin_nested():
                _Firm(work, registry, actor, checker, org.region).enrol(firm)
        except DomainError:
            continue
        names.append(org.name)
    return f"演练入驻：{'、'.join(names)}" if names else None


class _Firm:
    """One practice intermediary on its way through the check."""

    def __init__(self, work: Work, registry: Registry, actor: Actor, checker: Actor, region: str) -> None:
        self._own = Work(work.session, actor, work.now, work.source)
        provider, calendars = registry[REGISTRY_KEY], CalendarService(work.session)
        kinds = load_kinds()
        self._region = region
        self._service = EnrolmentService(self._own, provider, calendars, kinds)
        self._holdings = HoldingService(
            self._own, provider, calendars, kinds, uploads_of(self._own, registry)
        )
        checking = Work(work.session, checker, work.now, work.source)
        self._checks = CheckService(checking, provider, calendars, kinds)

    def enrol(self, firm: dict[str, Any]) -> None:
        """Fill in, send, pass the check, and ask for what comes later."""
        enrolment = self._service.own(self._region)
        self._service.edit(enrolment, firm, firm["services"], enrolment.version)
        for entry in firm["qualifications"]:
            self._hold(enrolment, entry)
        for person in firm["practitioners"]:
            self._holdings.employ(enrolment, person)
        self._own.session.flush()
        self._service.submit(enrolment, {}, enrolment.version)
        self._own.session.flush()
        self._checks.admit(enrolment, enrolment.version)
        for entry in firm.get("later", ()):
            self._hold(enrolment, entry)

    def _hold(self, enrolment: Enrolment, entry: dict[str, Any]) -> None:
        values = {name: value for name, value in entry.items() if name != "kind"}
        self._holdings.add(enrolment, entry["kind"], values, self._copy(enrolment, entry))

    def _copy(self, enrolment: Enrolment, entry: dict[str, Any]) -> Upload:
        """A sheet that says what the certificate says."""
        kinds = load_kinds()
        held = Held(
            kind=entry["kind"],
            specialties=tuple(entry.get("specialties", ())),
            grade=entry.get("grade", ""),
            number=entry["certificate_number"],
            valid_until=entry.get("valid_until"),
        )
        lines = [enrolment.org.name, held_text(held, kinds), entry.get("issuer") or ""]
        template = (DATA / "certificate.typ").read_text(encoding="utf-8")
        title = kinds[entry["kind"]].name
        pdf = render_pdf(template, {"title": title, "lines": lines}, at=self._own.now)
        return Upload(f"{title}.pdf", pdf, "application/pdf", len(pdf), sha256_hex(pdf))


def _enrolled(session: Session, actor: Actor) -> bool:
    return session.scalar(select(Enrolment.id).filter_by(org_id=actor.org_id)) is not None
