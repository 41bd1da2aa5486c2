"""Qualifications and practitioners of one's own enrolment; what is added counts once it is checked."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from market.enrolments.certificates import certificate_key, claim_of, claimed, settle_claims
from market.enrolments.dues import due_after_receipt, live_rules
from market.enrolments.editing import edited, open_for_edit
from market.enrolments.holdings import people, present, waiting
from market.enrolments.lifecycle import CHANGEABLE
from market.enrolments.models import Enrolment, Practitioner, QualificationRecord
from market.qualifications import Kind, Kinds, Nature
from market.qualifications.text import abolished_text
from tongban.calendar import CalendarService
from tongban.clock import local
from tongban.errors import InvalidField, NotFound
from tongban.fields import Upload
from tongban.lifecycle import GuardFailed
from tongban.receipts.uploads import Uploads
from tongban.rules import RulesProvider
from tongban.work import Work

#: Natures that come with a certificate on paper, whose copy the operator must see.
ON_PAPER = (Nature.LICENCE, Nature.CMA)
TWICE = "这份证书（同一编号、同一等级）已经填报过。内容有变化的，请在“我的入驻”里更新原来那一条。"
TAKEN = "这本证书已登记在另一家机构名下，一个人同一时间只能在一家机构执业。请先由原机构办理离开登记。"


class HoldingService:
    """The verbs on what an intermediary holds and on whom it employs."""

    def __init__(
        self,
        work: Work,
        provider: RulesProvider,
        calendars: CalendarService,
        kinds: Kinds,
        uploads: Uploads,
    ) -> None:
        self._work = work
        self._session = work.session
        self._provider = provider
        self._calendars = calendars
        self._kinds = kinds
        self._uploads = uploads

    def add(
        self,
        enrolment: Enrolment,
        code: str,
        values: Mapping[str, Any],
        upload: Upload | None,
        *,
        replaces: QualificationRecord | None = None,
        form_key: str = "",
    ) -> QualificationRecord:
        """A new record of a kind, or one in the place of another; the same form key adds once.

        In an admitted enrolment the record waits for its check, and what it replaces stays valid until then.
        Raises InvalidField, NotFound, NotEditable or NotAllowed.
        """
        open_for_edit(self._work, enrolment)
        twin = self._twin(enrolment, form_key)
        if twin is not None:
            return twin
        kind = self._kind(code)
        if replaces is not None and replaces not in present(enrolment):
            raise GuardFailed("这条资质已被替换或移除，请刷新后再试。")
        self._acceptable(kind, values, has_file=bool(upload or (replaces and replaces.file_id)))
        self._not_twice(enrolment, code, values, replaces)
        record = _record_from(code, values, form_key)
        enrolment.qualifications.append(record)
        if upload is not None:
            record.file_id = self._uploads.take(self._work, upload, enrolment).id
        elif replaces is not None:
            record.file_id = replaces.file_id
        if replaces is not None:
            self._take_place(enrolment, record, replaces)
        self._session.flush()
        settle_claims(self._session, enrolment)
        self._edited(enrolment)
        facts = {"kind": code, "record": record.id, "replaces": replaces.id if replaces else None}
        self._work.record(enrolment, "qualification", facts)
        return record

    def remove(self, enrolment: Enrolment, record: QualificationRecord) -> None:
        """Give up a record; that counts at once, for it only narrows what the intermediary may do."""
        open_for_edit(self._work, enrolment)
        if record not in present(enrolment):
            return
        record.superseded_at = self._work.now
        settle_claims(self._session, enrolment)
        self._edited(enrolment)
        self._work.record(enrolment, "qualification_removed", {"kind": record.kind, "record": record.id})

    def employ(self, enrolment: Enrolment, values: Mapping[str, Any]) -> Practitioner:
        """Name a certified person. Raises InvalidField when the certificate stands with a unit already."""
        open_for_edit(self._work, enrolment)
        kind, number = str(values["certificate_kind"]), certificate_key(str(values["certificate_number"]))
        known = self._session.scalar(
            select(Practitioner).filter_by(certificate_kind=kind, certificate_number=number, left_key=0)
        )
        if known is not None:
            own = known.enrolment_id == enrolment.id
            raise InvalidField("certificate_number", "这本证书贵单位已经登记过。" if own else TAKEN)
        if values.get("valid_until") and values["valid_until"] < self._today:
            raise InvalidField("valid_until", "这本证书已过期，请填写有效的证书。")
        person = Practitioner(
            name=values["name"],
            certificate_kind=kind,
            certificate_number=number,
            valid_until=values.get("valid_until"),
        )
        enrolment.practitioners.append(person)
        self._session.flush()
        self._edited(enrolment)
        self._work.record(enrolment, "practitioner", {"practitioner": person.id, "kind": kind})
        return person

    def part(self, enrolment: Enrolment, person: Practitioner) -> None:
        """A practitioner leaves the unit and may join another."""
        open_for_edit(self._work, enrolment)
        if person not in people(enrolment):
            return
        person.left_at, person.left_key = self._work.now, person.id
        self._edited(enrolment)
        self._work.record(enrolment, "practitioner_left", {"practitioner": person.id})

    def _kind(self, code: str) -> Kind:
        kind = self._kinds.get(code)
        if kind is None:
            raise NotFound("没有这种资质，请重新选择。")
        if kind.abolished(self._today):
            raise GuardFailed(abolished_text(kind))
        return kind

    def _acceptable(self, kind: Kind, values: Mapping[str, Any], *, has_file: bool) -> None:
        if kind.nature in ON_PAPER and not values.get("certificate_number"):
            raise InvalidField("certificate_number", "请填写证书编号。")
        until = values.get("valid_until")
        if until is not None and until < self._today:
            raise InvalidField("valid_until", "这份证书已过期，请填报有效的证书。")
        if kind.nature in ON_PAPER and not has_file:
            raise InvalidField("file", "请上传证书的扫描件或照片。")

    @staticmethod
    def _not_twice(
        enrolment: Enrolment, code: str, values: Mapping[str, Any], replaces: QualificationRecord | None
    ) -> None:
        """A certificate that stands already is updated, not filed again."""
        claim = claim_of(code, values.get("certificate_number"), values.get("grade"))
        own = {replaces.id, replaces.extra.get("replaces") or replaces.id} if replaces is not None else set()
        others = [r for r in present(enrolment) if not {r.id, r.extra.get("replaces")} & own]
        if claim and any(claimed(other) == claim for other in others):
            raise InvalidField("certificate_number", TWICE)

    def _take_place(
        self, enrolment: Enrolment, record: QualificationRecord, old: QualificationRecord
    ) -> None:
        """A checked record of an admitted unit stays until its successor passes; others go at once."""
        if enrolment.state not in CHANGEABLE or old.checked_at is None:
            old.superseded_at = self._work.now
            if old.extra.get("replaces"):
                record.extra = {**record.extra, "replaces": old.extra["replaces"]}
            return
        for other in waiting(enrolment):
            if other is not record and other.extra.get("replaces") == old.id:
                other.superseded_at = self._work.now
        record.extra = {**record.extra, "replaces": old.id}

    def _twin(self, enrolment: Enrolment, form_key: str) -> QualificationRecord | None:
        twins = (r for r in present(enrolment) if form_key and r.extra.get("form_key") == form_key)
        return next(twins, None)

    @property
    def _today(self) -> date:
        return local(self._work.now).date()

    def _edited(self, enrolment: Enrolment) -> None:
        rules = live_rules(self._work, self._provider, enrolment.region)
        days = int(rules.value("market.enrol.check_wd"))
        edited(self._work, enrolment, due_after_receipt(self._work, self._calendars, rules, days))


def _record_from(code: str, values: Mapping[str, Any], form_key: str) -> QualificationRecord:
    extra: dict[str, Any] = {"form_key": form_key} if form_key else {}
    if values.get("issued_on"):
        extra["issued_on"] = values["issued_on"].isoformat()
    return QualificationRecord(
        kind=code,
        specialties=list(values.get("specialties") or ()),
        grade=values.get("grade") or None,
        certificate_number=values.get("certificate_number"),
        issuer=values.get("issuer"),
        valid_from=values.get("valid_from"),
        valid_until=values.get("valid_until"),
        extra=extra,
    )
