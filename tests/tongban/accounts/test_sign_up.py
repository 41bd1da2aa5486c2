"""Enrolling an organisation with its first person."""

import pytest
from sqlalchemy import select

from tests.tongban.accounts.helpers import free_code, person
from tongban.accounts.models import Membership, Organisation
from tongban.accounts.sign_up import CHECKS
from tongban.errors import InvalidField

GOOD = {
    "part": "owner",
    "kind": "enterprise",
    "name": "示范(新)建材有限公司",
    "uscc": "91990000MA00000X14",
    "legal_representative": "孙大成",
    "region": "邵东市",
    "phone": "0739-80000000",
    "person_name": "孙小满",
    "login": "sun.xiaoman",
    "password": "correct horse battery",
    "password_again": "correct horse battery",
}


def _send(app, **changes):
    form = app.get("/sign-up").forms["sign-up"]
    for name, value in {**GOOD, "uscc": free_code(), **changes}.items():
        form["sign-up-part" if name == "part" else name] = value
    return form.submit("register", expect_errors=True)


@pytest.mark.parametrize(("part", "role"), [("owner", "owner_admin"), ("intermediary", "intermediary")])
def test_the_organisation_and_its_first_person_are_signed_in_at_once(app, db, part, role):
    answer = _send(app, part=part)
    assert answer.status_int == 303
    assert "孙小满" in app.get("/account")
    with db() as session:
        org = session.scalar(select(Organisation).filter_by(uscc=free_code()))
        assert (org.name, org.region) == ("示范（新）建材有限公司", "430582")
        held = session.scalar(select(Membership).filter_by(org_id=org.id))
        assert (held.role, held.region, held.user.login) == (role, org.region, "sun.xiaoman")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"uscc": "91990000MA0000Q110"}, "校验码对不上"),
        ({"uscc": "91990000MA0000015Q"}, "已经登记"),
        ({"uscc": ""}, "请填写统一社会信用代码"),
        ({"legal_representative": ""}, "法定代表人"),
        ({"region": "没有这个县"}, "没有找到这个地区"),
        ({"region": "999999"}, "没有这个地区代码"),
        ({"region": "鼓楼区"}, "鼓楼区"),
        ({"phone": "12"}, "请填手机号"),
        ({"login": "owner1"}, "已经有人使用"),
        ({"login": "Ab"}, "登录名须为"),
        ({"login": "new"}, "不能使用"),
        ({"password": "short", "password_again": "short"}, "至少 10 个字符"),
        ({"password": "lianxi-2026", "password_again": "lianxi-2026"}, "太常见"),
        ({"password": "sun.xiaoman-1", "password_again": "sun.xiaoman-1"}, "不能包含"),
        ({"password_again": "correct horse batterY"}, "不一致"),
        ({"name": "a\x00b"}, "控制字符"),
    ],
)
def test_what_is_wrong_is_said_in_the_form_and_the_text_stays(app, db, changes, message):
    answer = _send(app, **changes)
    assert answer.status_int == 422
    assert message in answer
    assert "孙小满" in answer
    with db() as session:
        assert session.scalar(select(Organisation).filter_by(name="示范（新）建材有限公司")) is None


def test_a_natural_person_needs_no_credit_code(app, db):
    assert _send(app, kind="person", name="孙小满", uscc="", legal_representative="").status_int == 303
    with db() as session:
        org = session.scalar(select(Organisation).filter_by(kind="person"))
        assert org.uscc is None
        assert org.legal_representative == "孙小满"


def test_rules_of_the_market_refuse_beside_the_field(app):
    def no_agencies(_request, values):
        if values["kind"] == "agency":
            raise InvalidField("kind", "机关单位不在这里注册。")

    app.app.registry[CHECKS].append(no_agencies)
    answer = _send(app, kind="agency")
    assert answer.status_int == 422
    assert "机关单位不在这里注册" in answer


def test_names_and_phones_stand_only_beside_the_public_record(app, db):
    from tongban.audit.models import AuditEvent

    _send(app)
    with db() as session:
        user = person(session, "sun.xiaoman")
        events = session.scalars(select(AuditEvent).filter_by(thing_kind="user", thing_id=user.id)).all()
        assert [event.event for event in events] == ["added", "role_granted"]
        assert all("孙小满" not in str(e.public) and "8000" not in str(e.public) for e in events)
