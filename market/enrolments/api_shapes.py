"""An intermediary as programs are answered: what is public, and what its own people and the staff see."""

from collections.abc import Sequence
from typing import Any

from pyramid.request import Request
from sqlalchemy import select

from market.credit.service import grade, score
from market.enrolments.holdings import in_force, people, present
from market.enrolments.lifecycle import ENROLMENT as LIFECYCLE
from market.enrolments.models import Enrolment, Practitioner, QualificationRecord
from market.enrolments.tables import mask_certificate, record_name, record_state
from market.qualifications import load_kinds
from tongban import fields
from tongban.clock import local
from tongban.files.models import StoredFile
from tongban.rest.me import ORGANISATION
from tongban.rest.shapes import named, shape, state_fields

QUALIFICATION = shape(
    "Qualification",
    "资质",
    fields.whole("编号", name="id"),
    fields.text("种类代码", name="kind"),
    fields.text("名称", name="name"),
    fields.rows("专业范围", fields.text("专业", name="item"), name="specialties"),
    fields.text("等级", name="grade", required=False),
    fields.text("证书编号", name="certificate_number", required=False),
    fields.text("发证机关", name="issuer", required=False),
    fields.day("有效期自", name="valid_from", required=False),
    fields.day("有效期至", name="valid_until", required=False),
    fields.text("状态的说法", name="state_title"),
    fields.text("扫描件的 key，公开时为空", name="file", required=False),
)
PRACTITIONER = shape(
    "Practitioner",
    "执业人员",
    fields.whole("编号", name="id"),
    fields.text("姓名", name="name"),
    fields.text("证书名称", name="certificate_kind"),
    fields.text("证书编号，公开时隐去中间几位", name="certificate_number"),
    fields.day("有效期至", name="valid_until", required=False),
    fields.flag("是否已核验", name="checked"),
)
_SHARED = (
    fields.text("编号", name="number"),
    *state_fields(LIFECYCLE),
    named(ORGANISATION, "organisation"),
    fields.long_text("单位简介", name="introduction", required=False),
    fields.rows("提供的服务", fields.text("服务代码", name="item"), name="services"),
    fields.rows("资质", named(QUALIFICATION, "qualification"), name="qualifications"),
    fields.rows("执业人员", named(PRACTITIONER, "practitioner"), name="practitioners"),
)
INTERMEDIARY = shape(
    "Intermediary",
    "中介机构",
    *(node.clone() for node in _SHARED),
    fields.whole("信用分", name="credit"),
    fields.text("信用等级", name="credit_grade"),
)
ENROLMENT = shape(
    "Enrolment",
    "入驻资料",
    *(node.clone() for node in _SHARED),
    fields.text("联系人", name="contact_name", required=False),
    fields.text("联系电话", name="contact_phone", required=False),
    fields.rows("待核验的新增服务", fields.text("服务代码", name="item"), name="proposed_services"),
    fields.long_text("退回、暂停或清退的原因", name="reason", required=False),
    fields.moment("提交时间", name="submitted_at", required=False),
    fields.moment("核验期限", name="check_due", required=False),
    fields.moment("入驻时间", name="activated_at", required=False),
    fields.moment("公示截止", name="publicity_until", required=False),
    fields.day("暂停或禁入至", name="barred_until", required=False),
    fields.moment("变更提交时间", name="change_submitted_at", required=False),
    fields.moment("变更核验期限", name="change_due", required=False),
)


def enrolment_values(request: Request, enrolment: Enrolment) -> dict[str, Any]:
    """Everything, for its own people and the staff of its region."""
    own = {n.name: getattr(enrolment, n.name) for n in ENROLMENT.children if hasattr(Enrolment, n.name)}
    records, persons = present(enrolment), people(enrolment)
    return own | _shared(request, enrolment, records, persons, public=False)


def intermediary_values(request: Request, enrolment: Enrolment) -> dict[str, Any]:
    """What anyone may know: what is in force, or while it is up for publicity what will be."""
    announced = enrolment.state == "publicity"
    records = present(enrolment) if announced else in_force(enrolment)
    persons = [person for person in people(enrolment) if person.checked_at or announced]
    rules = request.rules_of(enrolment.region)
    points = score(request.db, enrolment.org_id, request.now, rules)
    return _shared(request, enrolment, records, persons, public=True) | {
        "credit": points,
        "credit_grade": grade(points, rules.value("market.credit.grades")),
    }


def _shared(
    request: Request,
    enrolment: Enrolment,
    records: Sequence[QualificationRecord],
    persons: Sequence[Practitioner],
    *,
    public: bool,
) -> dict[str, Any]:
    return {
        "number": enrolment.number,
        "state": enrolment.state,
        "state_title": LIFECYCLE.states[enrolment.state].title,
        "organisation": enrolment.org,
        "introduction": enrolment.introduction,
        "services": enrolment.service_codes,
        "qualifications": _qualifications(request, records, public=public),
        "practitioners": [_practitioner(person, public=public) for person in persons],
    }


def _qualifications(
    request: Request, records: Sequence[QualificationRecord], *, public: bool
) -> list[dict[str, Any]]:
    ids = [record.file_id for record in records if record.file_id and not public]
    rows = request.db.execute(select(StoredFile.id, StoredFile.key).where(StoredFile.id.in_(ids)))
    keys = {row.id: row.key for row in rows}
    kinds, today = load_kinds(), local(request.now).date()
    names = ("id", "kind", "specialties", "certificate_number", "issuer", "valid_from", "valid_until")
    return [
        {
            **{name: getattr(record, name) for name in names},
            "name": record_name(record, kinds),
            "grade": record.grade or None,
            "state_title": record_state(record, today).title,
            "file": keys.get(record.file_id),
        }
        for record in records
    ]


def _practitioner(person: Practitioner, *, public: bool) -> dict[str, Any]:
    number = person.certificate_number
    return {
        "id": person.id,
        "name": person.name,
        "certificate_kind": person.certificate_kind,
        "certificate_number": mask_certificate(number) if public else number,
        "valid_until": person.valid_until,
        "checked": person.checked_at is not None,
    }
