"""The daily look at validity: tell in time, and suspend who holds nothing valid any more (§2.2)."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from market.catalogue.catalogue import Catalogue
from market.catalogue.service import catalogue_of
from market.enrolments.checking import CheckService
from market.enrolments.dues import live_rules
from market.enrolments.holdings import has_lapsed, in_force, items_of
from market.enrolments.models import Enrolment, QualificationRecord
from market.enrolments.notices import tell_org
from market.qualifications import Kinds
from tongban.calendar import CalendarService
from tongban.clock import local
from tongban.rules import RulesProvider
from tongban.work import Work

#: Days before the last day of validity on which the intermediary is told, the nearest first.
WARN_DAYS = (7, 30)
ALL_EXPIRED = "各项服务所需的资质均已过期。"


def look_at_validity(work: Work, provider: RulesProvider, kinds: Kinds) -> int:
    """Warn and suspend; how many were suspended. Running it again on the same day changes nothing."""
    work = work.as_system()
    checks = CheckService(work, provider, CalendarService(work.session), kinds)
    today = local(work.now).date()
    catalogues: dict[str, Catalogue] = {}
    query = (
        select(Enrolment)
        .options(selectinload(Enrolment.qualifications))
        .where(Enrolment.state == "active")
        .order_by(Enrolment.id)
    )
    suspended = 0
    for enrolment in work.session.scalars(query).all():
        if enrolment.region not in catalogues:
            rules = live_rules(work, provider, enrolment.region)
            catalogues[enrolment.region] = catalogue_of(work.session, rules)
        records = in_force(enrolment)
        for record in records:
            _warn(work, enrolment, record, today, kinds)
        items = items_of(enrolment.service_codes, catalogues[enrolment.region])
        if has_lapsed(items, records, today, kinds):
            checks.suspend(enrolment, ALL_EXPIRED)
            suspended += 1
    return suspended


def _warn(work: Work, enrolment: Enrolment, record: QualificationRecord, today: date, kinds: Kinds) -> None:
    if record.valid_until is None:
        return
    left = (record.valid_until - today).days
    days = next((days for days in WARN_DAYS if 0 <= left <= days), None)
    kind = kinds.get(record.kind)
    name = kind.name if kind else record.kind
    day = f"{record.valid_until.year}年{record.valid_until.month}月{record.valid_until.day}日"
    if left < 0:
        body = f"{name}已于 {day} 到期。要求这项资质的采购，现在不能报名。请更新资质。"
        tell_org(work, enrolment, f"expired-{record.id}", "资质已过期", body)
    elif days is not None:
        body = f"{name}有效期至 {day}。请及时更新资质，以免影响报名。"
        tell_org(work, enrolment, f"expiry-{days}-{record.id}", "资质即将到期", body)
