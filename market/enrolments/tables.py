"""What an enrolment holds, as tables: whole for those concerned, without what is private for the public."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from pyramid.request import Request
from sqlalchemy import select

from market.enrolments.holdings import Standing, expired
from market.enrolments.models import Practitioner, QualificationRecord
from market.qualifications import Kinds, load_kinds
from market.qualifications.text import certificate_name
from tongban.clock import local
from tongban.files.models import StoredFile
from tongban.receipts.uploads import upload_receipt_links
from tongban.web.components import Column, Link, StateLabel, Table

SHOWN_DIGITS = 2
#: The kind of column whose cells do not break over lines.
UNBROKEN: Final = "state"


def record_name(record: QualificationRecord, kinds: Kinds) -> str:
    """A record in words: 测绘资质证书（工程测量，乙级）."""
    kind = kinds.get(record.kind)
    return certificate_name(kind, record.grade or "", record.specialties) if kind else record.kind


def record_state(record: QualificationRecord, today: date) -> StateLabel:
    """Where a record stands today."""
    if record.checked_at is None:
        return StateLabel("变更待核验" if record.extra.get("replaces") else "待核验", "wait")
    if expired(record, today):
        return StateLabel("已过期", "late")
    if record.valid_from is not None and record.valid_from > today:
        return StateLabel("尚未生效", "wait")
    return StateLabel("有效", "done")


def qualification_table(
    request: Request, records: Sequence[QualificationRecord], *, files: bool, edit: bool = False
) -> Table:
    """Qualifications with their validity; ``files`` adds the copies, ``edit`` the ways to change them."""
    today, kinds = local(request.now).date(), load_kinds()
    columns = [
        Column("资质或登记", main=True),
        Column("证书编号、发证机关"),
        Column("有效期至", UNBROKEN),
        Column("状态", "state"),
        *([Column("扫描件", "link")] if files else []),
        *([Column("操作", UNBROKEN)] if edit else []),
    ]
    links = _file_links(request, records) if files else {}
    rows = []
    for record in records:
        row: list[object] = [
            record_name(record, kinds),
            [text for text in (record.certificate_number, record.issuer) if text] or "",
            record.valid_until.isoformat() if record.valid_until else "长期有效",
            record_state(record, today),
        ]
        row += [links.get(record.file_id or 0)] if files else []
        row += [_record_links(request, record)] if edit else []
        rows.append(row)
    return Table(_count(records, "项"), tuple(columns), rows)


def _record_links(request: Request, record: QualificationRecord) -> list[Link]:
    return [
        Link("更新", request.route_path("enrolment.qualification", id=record.id)),
        Link("移除", request.route_path("enrolment.qualification_remove", id=record.id)),
    ]


def _file_links(request: Request, records: Iterable[QualificationRecord]) -> dict[int, list[Link]]:
    """Each copy, and the receipt that the unit got for it."""
    ids = [record.file_id for record in records if record.file_id]
    found = request.db.scalars(select(StoredFile).where(StoredFile.id.in_(ids)))
    kinds = {"application/pdf": "PDF"}
    receipts = upload_receipt_links(request, ids)
    links = {}
    for file in found:
        label = f"查看（{kinds.get(file.media_type, '图片')}）"
        links[file.id] = [Link(label, request.route_path("files.download", key=file.key))]
        if file.id in receipts:
            links[file.id].append(receipts[file.id])
    return links


def practitioner_table(
    request: Request, persons: Sequence[Practitioner], *, public: bool, edit: bool = False
) -> Table:
    """Practitioners; the public sees of a certificate's number only its ends."""
    today = local(request.now).date()
    columns = [
        Column("姓名", main=True),
        Column("证书"),
        Column("证书编号"),
        Column("有效期至", UNBROKEN),
        Column("状态", "state"),
        *([Column("操作", UNBROKEN)] if edit else []),
    ]
    rows = []
    for person in persons:
        number = mask_certificate(person.certificate_number) if public else person.certificate_number
        until = person.valid_until.isoformat() if person.valid_until else "长期有效"
        row: list[object] = [
            person.name,
            person.certificate_kind,
            number,
            until,
            _person_state(person, today),
        ]
        if edit:
            row.append(Link("办理离开", request.route_path("enrolment.practitioner_leave", id=person.id)))
        rows.append(row)
    return Table(_count(persons, "位"), tuple(columns), rows)


def _person_state(person: Practitioner, today: date) -> StateLabel:
    if person.checked_at is None:
        return StateLabel("待核验", "wait")
    if person.valid_until is not None and person.valid_until < today:
        return StateLabel("证书已过期", "late")
    return StateLabel("在职", "done")


def _count(holdings: Sequence[QualificationRecord] | Sequence[Practitioner], unit: str) -> str:
    """How many there are and how many of them wait, as a caption."""
    waiting = sum(1 for one in holdings if one.checked_at is None)
    return f"共 {len(holdings)} {unit}" + (f"，其中 {waiting} {unit}待核验" if waiting else "")


def mask_certificate(number: str) -> str:
    """A certificate's number with only its ends: it may hold an identity number."""
    if len(number) <= 2 * SHOWN_DIGITS + 1:
        return "*" * len(number)
    return number[:SHOWN_DIGITS] + "*" * (len(number) - 2 * SHOWN_DIGITS) + number[-SHOWN_DIGITS:]


def standing_table(request: Request, found: Sequence[Standing], proposed: Sequence[str] = ()) -> Table:
    """What each service asks for against what is held."""
    columns = (Column("服务事项", "link", main=True), Column("资质要求"), Column("是否具备"), Column("说明"))
    rows = []
    for standing in found:
        item = standing.item
        name = f"{item.name}（新增）" if item.code in proposed else item.name
        met = StateLabel("具备", "done") if standing.met else StateLabel("未具备", "late")
        notes = [*standing.reasons, *standing.unchecked]
        if standing.explanation:
            notes.append(f"机构说明：{standing.explanation}")
        link = Link(name, request.route_path("services.show", code=item.code))
        rows.append((link, standing.words, met, notes or ""))
    return Table("每项服务要求什么资质，是否具备", columns, rows)
