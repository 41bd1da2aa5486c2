"""Needs of a practice site, brought about by the same steps that people take."""

import tomllib
from datetime import datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

from pyramid.registry import Registry
from sqlalchemy import select

from market.awards.letter import bundled_templates
from market.catalogue.service import catalogue_of
from market.needs.models import Need
from market.needs.service import NeedService
from tongban.accounts.practice import practice_actor
from tongban.calendar import CalendarService
from tongban.clock import TZ, local
from tongban.errors import DomainError
from tongban.rules import REGISTRY_KEY, RuleSet
from tongban.security import Actor
from tongban.work import Work

#: How a practice need is selected unless it says otherwise.
METHOD = "lowest_price"


@cache
def _data() -> dict[str, Any]:
    path = files("market.needs") / "data" / "practice.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def load_practice(work: Work, registry: Registry) -> str | None:
    """Post the practice needs; one whose owner has posted it already is left alone.

    A region whose rules do not admit one of them goes without it.
    """
    posted = [entry["title"] for entry in _data()["needs"] if _post(work, registry, entry)]
    return f"演练需求：{'、'.join(posted)}" if posted else None


def _post(work: Work, registry: Registry, entry: dict[str, Any]) -> bool:
    owner = practice_actor(work.session, registry, entry["owner"])
    operator = practice_actor(work.session, registry, _data()["operator"])
    if owner is None or operator is None or _posted(work, owner, entry["title"]):
        return False
    try:
        with work.session.begin_nested():
            _Poster(work, registry, owner, operator).post(entry)
    except DomainError:
        return False
    return True


def _posted(work: Work, owner: Actor, title: str) -> bool:
    known = select(Need.id).filter_by(owner_org_id=owner.org_id, title=title)
    return work.session.scalar(known.limit(1)) is not None


class _Poster:
    """One practice need on its way."""

    def __init__(self, work: Work, registry: Registry, owner: Actor, operator: Actor) -> None:
        self._work, self._registry = work, registry
        self._region = registry["tongban.site"].region
        self._owner, self._operator = self._service(owner), self._service(operator)

    def _service(self, actor: Actor) -> NeedService:
        work = Work(self._work.session, actor, self._work.now, self._work.source)
        registry, calendars = self._registry, CalendarService(work.session)
        keys = registry["tongban.seal_keys"]
        return NeedService(work, registry[REGISTRY_KEY], calendars, keys, bundled_templates())

    def post(self, entry: dict[str, Any]) -> None:
        """As far as the entry says: a draft, handed in, published."""
        rules = self._registry[REGISTRY_KEY].for_region(self._region, self._work.now, self._work.session)
        item = catalogue_of(self._work.session, rules).get(entry["service"])
        if item is None:
            raise DomainError
        values = {
            **entry,
            "scope": entry["scope"].strip(),
            "region": self._region,
            "method": entry.get("method", METHOD),
            "ends_at": self._ends_at(entry, rules),
        }
        need = self._owner.create(item, values)
        if entry["until"] != "draft":
            self._owner.submit(need)
        if entry["until"] == "published":
            self._operator.publish(need)

    def _ends_at(self, entry: dict[str, Any], rules: RuleSet) -> datetime:
        calendar = CalendarService(self._work.session).for_rules(rules)
        days = max(int(entry["ends_in_wd"]), int(rules.value("market.register.min_window_wd")))
        day = calendar.add_working_days(local(self._work.now).date(), days).date
        return datetime.combine(day, time.fromisoformat(entry["ends_at"]), TZ)
