"""One certificate is one record, in however many forms it is filed."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from market.enrolments.holdings import in_force, present
from market.enrolments.models import Enrolment, QualificationRecord
from tests.market.enrolments.conftest import REGION, Stage, copy
from tongban.errors import InvalidField

Enrol = Callable[..., int]
GRADE_B = {"specialties": ("工程测量",), "grade": "乙级", "certificate_number": "乙测 001"}


def begin(stage: Stage, session: Any) -> tuple[Any, Enrolment]:
    """A draft, and the verbs on what it holds."""
    return stage.holdings("甲", session), stage.service("甲", session).own(REGION)


def test_the_same_certificate_in_a_second_form_is_refused_beside_its_number(stage: Stage) -> None:
    with stage.begin() as session:
        holdings, enrolment = begin(stage, session)
        holdings.add(enrolment, "surveying", GRADE_B, copy(), form_key="a" * 32)
        again = {**GRADE_B, "certificate_number": "乙测001"}
        with pytest.raises(InvalidField) as refused:
            holdings.add(enrolment, "surveying", again, copy(), form_key="b" * 32)
        assert refused.value.field == "certificate_number"
        assert "更新原来那一条" in refused.value.message
        assert len(present(enrolment)) == 1


def test_one_certificate_may_state_two_grades(stage: Stage) -> None:
    with stage.begin() as session:
        holdings, enrolment = begin(stage, session)
        holdings.add(enrolment, "surveying", GRADE_B, copy())
        holdings.add(enrolment, "surveying", {**GRADE_B, "grade": "甲级"}, copy())
        assert len(present(enrolment)) == 2


def test_what_was_removed_may_be_filed_again(stage: Stage) -> None:
    with stage.begin() as session:
        holdings, enrolment = begin(stage, session)
        holdings.remove(enrolment, holdings.add(enrolment, "surveying", GRADE_B, copy()))
        holdings.add(enrolment, "surveying", GRADE_B, copy())
        assert len(present(enrolment)) == 1


@pytest.mark.parametrize("decision", ["approve_changes", "refuse_changes"])
def test_a_prolonged_certificate_keeps_its_number_and_still_stands_once(
    stage: Stage, enrol: Enrol, decision: str
) -> None:
    number = enrol(certificate_number="乙测001")
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        old = enrolment.qualifications[0]
        new = stage.holdings("甲", session).add(enrolment, "surveying", GRADE_B, copy(), replaces=old)
        newer = stage.holdings("甲", session).add(enrolment, "surveying", GRADE_B, copy(), replaces=new)
        with pytest.raises(InvalidField):
            stage.holdings("甲", session).add(enrolment, "surveying", GRADE_B, copy())
        why = () if decision == "approve_changes" else ("扫描件不清楚",)
        getattr(stage.checks("运营", session), decision)(enrolment, *why, enrolment.version)
        assert in_force(enrolment) == [newer if decision == "approve_changes" else old]
        assert [record.certificate_claim is not None for record in (old, new, newer)] == (
            [False, False, True] if decision == "approve_changes" else [True, False, False]
        )


def test_the_database_holds_it_too(stage: Stage) -> None:
    with stage.begin() as session:
        holdings, enrolment = begin(stage, session)
        claim = holdings.add(enrolment, "surveying", GRADE_B, copy()).certificate_claim
        assert claim
        enrolment_id = enrolment.id
    with pytest.raises(IntegrityError), stage.begin() as session:
        session.add(QualificationRecord(enrolment_id=enrolment_id, kind="surveying", certificate_claim=claim))
