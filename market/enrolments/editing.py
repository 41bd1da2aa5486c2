"""What may be changed when, and what every change leaves behind."""

from datetime import datetime

from sqlalchemy.orm.attributes import flag_modified

from market.enrolments.errors import NotEditable
from market.enrolments.holdings import has_changes
from market.enrolments.lifecycle import CHANGEABLE, EDITABLE
from market.enrolments.models import Enrolment
from market.enrolments.notices import tell_checkers
from tongban.errors import StaleEdit
from tongban.security import Permission
from tongban.work import Work


def open_for_edit(work: Work, enrolment: Enrolment) -> None:
    """Lock an enrolment for a change by its own people. Raises NotAllowed or NotEditable."""
    work.require(Permission.MARKET_ENROLMENT_EDIT, enrolment)
    work.lock(enrolment)
    if enrolment.state not in (*EDITABLE, *CHANGEABLE):
        raise NotEditable(state=enrolment.state)


def require_version(enrolment: Enrolment, version: int) -> None:
    """Raises StaleEdit when the form was opened on an older version than the one stored."""
    if enrolment.version != version:
        raise StaleEdit(version=enrolment.version)


def edited(work: Work, enrolment: Enrolment, change_due: datetime) -> None:
    """Note a change: a new version, and for an admitted intermediary a check that falls due."""
    enrolment.edited_at = work.now
    # Two changes of one moment are two versions: whoever decides on the first has not seen the second.
    flag_modified(enrolment, "edited_at")
    if enrolment.state not in CHANGEABLE:
        return
    if not has_changes(enrolment):
        enrolment.change_submitted_at = enrolment.change_due = None
    elif enrolment.change_submitted_at is None:
        enrolment.change_submitted_at, enrolment.change_due = work.now, change_due
        tell_checkers(work, enrolment, f"change-{enrolment.version}", "入驻变更待核验")
    # Who may be chosen by what is public: the page and the index follow.
    work.enqueue("search.index", enrolment, {"kind": "enrolment", "id": enrolment.id})
