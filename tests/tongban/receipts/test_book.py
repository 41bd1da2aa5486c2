"""One thing is answered once; the site names the keys its receipts were signed with."""

from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from tests.support.templates import START
from tests.tongban.receipts.make_samples import KEY
from tongban.accounts.models import Organisation
from tongban.audit.models import AuditEvent
from tongban.audit.signing import load_or_create
from tongban.canonical import sha256_hex
from tongban.errors import NotAllowed
from tongban.fields import Upload
from tongban.files.store import FileStore
from tongban.receipts import ReceiptBook, Said
from tongban.receipts.book import published_keys
from tongban.receipts.models import Receipt
from tongban.receipts.uploads import Uploads, upload_receipts
from tongban.receipts.verify import verify_receipt
from tongban.security import SYSTEM, Actor
from tongban.work import Work

CONTENT = b"%PDF-1.4 content"
UPLOAD = Upload("合同.pdf", CONTENT, "application/pdf", len(CONTENT), sha256_hex(CONTENT))


class Thing:
    thing_kind: ClassVar[str] = "contract"
    id = 7
    number = "HT-990001-2026-00001"
    region = "990001"


@pytest.fixture
def org_id(db: "sessionmaker[Session]") -> int:
    with db.begin() as session:
        org = Organisation(name="某技术服务公司", region="990001", created_at=START)
        session.add(org)
        session.flush()
        return org.id


def said(number: str = "HZ-1", **changes: str) -> Said:
    of: dict[str, str | int] = {"need": "XQ-1", "reason": "late"}
    return Said(number, "refused_entry", of, "990001", START, changes.get("commitment", "0f" * 32))


def work(session: Session, org_id: int | None = None, later: int = 0) -> Work:
    actor = Actor(org_id=org_id) if org_id else SYSTEM
    return Work(session, actor, START + timedelta(seconds=later + 1), received_at=START)


def test_the_same_thing_is_answered_once(db: "sessionmaker[Session]", org_id: int) -> None:
    with db.begin() as session:
        book = ReceiptBook(KEY)
        first = book.issue(work(session), said("HZ-1"), subject_id=1, org_id=org_id)
        again = book.issue(work(session), said("HZ-2"), subject_id=1, org_id=org_id)
        other = book.issue(work(session), said("HZ-3"), subject_id=2, org_id=org_id)
        assert (first.number, again.number, other.number) == ("HZ-1", "HZ-1", "HZ-3")
    with db() as session:
        rows = session.scalars(select(Receipt).order_by(Receipt.id)).all()
        assert [verify_receipt(row.document(), KEY.public_hex).ok for row in rows] == [True, True]


def test_a_commitment_of_wrong_form_is_never_signed(db: "sessionmaker[Session]", org_id: int) -> None:
    with db.begin() as session:
        for wrong in ("", "0f", "0F" * 32):
            with pytest.raises(ValueError, match="64"):
                ReceiptBook(KEY).issue(work(session), said(commitment=wrong), subject_id=1, org_id=org_id)


def test_a_former_key_stays_published_and_its_receipts_good(
    db: "sessionmaker[Session]", org_id: int, tmp_path: Path
) -> None:
    new = load_or_create(tmp_path / "new.key")
    with db.begin() as session:
        (only,) = published_keys(session, KEY)
        assert (only.current, only.since, only.until) == (True, None, None)
        for n in range(3):
            ReceiptBook(KEY).issue(work(session, later=n), said(f"HZ-{n}"), subject_id=n, org_id=org_id)
        ReceiptBook(new).issue(work(session, later=9), said("HZ-9"), subject_id=9, org_id=org_id)
    with db() as session:
        current, former = published_keys(session, new)
        assert (current.public_hex, current.current, current.until) == (new.public_hex, True, None)
        assert (former.public_hex, former.current) == (KEY.public_hex, False)
        assert former.since == START + timedelta(seconds=1)
        assert former.until == START + timedelta(seconds=3)
        old = session.scalars(select(Receipt).filter_by(number="HZ-0")).one()
        assert verify_receipt(old.document(), former.fingerprint).ok


def test_an_upload_is_stored_and_signed_for_by_its_bytes(
    db: "sessionmaker[Session]", org_id: int, tmp_path: Path
) -> None:
    with db.begin() as session:
        uploads = Uploads(FileStore(session, tmp_path), ReceiptBook(KEY))
        file = uploads.take(work(session, org_id), UPLOAD, Thing())
        twin = uploads.take(work(session, org_id), UPLOAD, Thing())
        found = upload_receipts(session, [file.id, twin.id, None, 0])
        assert found[file.id].number != found[twin.id].number
        receipt = found[file.id].document()
        assert receipt["of"] == {
            "thing": "contract",
            "number": "HT-990001-2026-00001",
            "file": "合同.pdf",
            "size": len(CONTENT),
        }
        assert receipt["commitment"] == sha256_hex(CONTENT)
        assert receipt["received"] == "2026-03-02T01:00:00.000000Z"  # when it came, not when it was handled
        assert verify_receipt(receipt).ok
        events = select(func.count()).select_from(AuditEvent).filter_by(event="upload", thing_id=7)
        assert session.scalar(events) == 2


def test_an_upload_without_an_organisation_is_refused(db: "sessionmaker[Session]", tmp_path: Path) -> None:
    with db.begin() as session:
        uploads = Uploads(FileStore(session, tmp_path), ReceiptBook(KEY))
        with pytest.raises(NotAllowed):
            uploads.take(work(session), UPLOAD, Thing())
        assert upload_receipts(session, []) == {}
