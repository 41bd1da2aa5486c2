"""The pages: what each reader sees, and what nobody else may."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from webtest import TestApp, Upload

from market.enrolments.models import Enrolment, Practitioner, QualificationRecord
from market.enrolments.search import load_document, public_ids
from search_index.documents import Visibility
from tests.market.enrolments.conftest import PDF, REGION, Stage
from tongban.files.models import StoredFile

Enrol = Callable[..., int]
PERSON = {"name": "李四", "certificate_kind": "注册测绘师", "certificate_number": "430582199001011234"}


def stored(stage: Stage) -> Enrolment:
    """The only enrolment."""
    with stage.begin() as session:
        return session.scalars(select(Enrolment)).one()


def fill_basics(app: TestApp) -> Any:
    form = app.get("/enrolment/basics").forms["form"]
    form["introduction"] = "从事工程测绘。"
    form["contact_name"] = "张三"
    form["contact_phone"] = "13800000000"
    for field in form.fields["checkbox"]:
        field.checked = field._value == "ZJ-CH-01"
    return form.submit("save")


def add_certificate(app: TestApp, *, with_file: bool = True, status: int = 303) -> Any:
    form = app.get("/enrolment/qualifications/new", {"kind": "surveying"}).forms["form"]
    for field in form.fields["checkbox"]:
        field.checked = field._value == "工程测量"
    _pick(form, "乙级")
    form["certificate_number"] = "乙001"
    form["valid_until"] = "2028-12-31"
    if with_file:
        form["upload"] = Upload("证书.pdf", PDF, "application/pdf")
    return form.submit("save", status=status)


def _pick(form: Any, value: str) -> None:
    name = next(n for n, fs in form.fields.items() if n and any(value in _options(f) for f in fs))
    form[name] = value


def _options(field: Any) -> list[str]:
    return [option[0] for option in getattr(field, "options", [])]


def test_a_unit_enrols_from_the_first_page_to_the_public_list(stage: Stage) -> None:
    app = stage.sign_in("甲")
    assert "开始填写" in app.get("/enrolment").text
    assert fill_basics(app).status_int == 303
    page = app.get("/enrolment")
    assert "未具备" in page.text
    kinds = app.get("/enrolment/qualifications/new")
    assert (
        kinds.text.index("所选服务要求的资质")
        < kinds.text.index("测绘资质证书")
        < kinds.text.index("其他资质")
    )
    refused = add_certificate(app, with_file=False, status=422)
    assert "请选择要上传的证书扫描件" in refused.text
    assert add_certificate(app).status_int == 303
    form = app.get("/enrolment/practitioners/new").forms["form"]
    form["name"], form["listed"], form["certificate_number"] = "李四", "注册测绘师", "CH001"
    assert form.submit("save").status_int == 303
    form = app.get("/enrolment/submit").forms["form"]
    assert form.submit("submit", status=422).text.count("请逐项勾选承诺") >= 3
    for number in (1, 2, 3):
        form[f"p{number}"] = True
    assert form.submit("submit").status_int == 303
    number = stored(stage).number
    assert "待核验" in app.get("/enrolment").text

    anonymous = stage.sign_in(None)
    assert "还没有机构入驻" in anonymous.get("/intermediaries").text
    anonymous.get(f"/intermediaries/{number}", status=404)

    operator = stage.sign_in("运营")
    assert "演练甲单位" in operator.get("/enrolments", {"stage": "submitted"}).text
    sheet = operator.get(f"/enrolments/{number}/check")
    for text in ("具备", "CH001", "13800000000", "查看（PDF）", "2026-03-04"):
        assert text in sheet.text.replace("2026年3月4日", "2026-03-04"), text
    form = sheet.forms["form"]
    form["form-decision"] = "return"
    assert "写明原因" in form.submit("decide", status=422).text
    form["form-decision"] = "pass"
    assert form.submit("decide").status_int == 303

    public = stage.sign_in(None).get("/intermediaries")
    assert "演练甲单位" in public.text
    shown = public.click("演练甲单位")
    for text in ("工程测绘", "测绘资质证书（工程测量，乙级）", "2028-12-31", "信用分", "李四"):
        assert text in shown.text


def test_two_tabs_do_not_overwrite_each_other(stage: Stage) -> None:
    app = stage.sign_in("甲")
    fill_basics(app)
    first, second = (app.get("/enrolment/basics").forms["form"] for _ in range(2))
    stage.clock.move(timedelta(seconds=1))
    first["introduction"] = "第一份。"
    second["introduction"] = "第二份。"
    assert first.submit("save").status_int == 303
    refused = second.submit("save", status=409)
    assert "别人已修改" in refused.text
    assert "第二份。" in refused.text
    assert stored(stage).introduction == "第一份。"


def test_the_public_never_sees_what_is_private_or_waits(stage: Stage, enrol: Enrol) -> None:
    number = enrol()
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        holdings = stage.holdings("甲", session)
        holdings.employ(enrolment, PERSON)
        session.flush()
        stage.checks("运营", session).approve_changes(enrolment, enrolment.version)
        session.flush()
        holdings.employ(enrolment, {**PERSON, "name": "王五", "certificate_number": "2"})
        holdings.add(enrolment, "eia_platform", {"certificate_number": "登记待核"}, None)
        name = enrolment.number
    for login in (None, "乙", "业主"):
        app = stage.sign_in(login)
        for path in ("/intermediaries", f"/intermediaries/{name}"):
            text = app.get(path).text
            for secret in (
                "13800000000",
                "张三",
                PERSON["certificate_number"],
                "19900101",
                "王五",
                "登记待核",
                "/files/",
            ):
                assert secret not in text, (login, path, secret)
    with stage.begin() as session:
        document = load_document(session, number)
    assert document.visibility is Visibility.PUBLIC
    for secret in ("13800000000", "张三", "王五", PERSON["certificate_number"]):
        assert secret not in f"{document.body}{document.title}"
    assert "13800000000" in stage.sign_in("运营").get(f"/intermediaries/{name}").text


def test_drafts_returns_and_expelled_units_are_not_public_nor_found(stage: Stage, enrol: Enrol) -> None:
    number = enrol(admit=False)
    with stage.begin() as session:
        assert load_document(session, number) is None
        assert list(public_ids(session)) == []
        enrolment = session.get_one(Enrolment, number)
        stage.checks("运营", session).admit(enrolment, enrolment.version)
    with stage.begin() as session:
        assert list(public_ids(session)) == [number]
        stage.checks("管理", session).expel(session.get_one(Enrolment, number), "串通投标。")
    with stage.begin() as session:
        assert load_document(session, number) is None
    stage.sign_in(None).get(f"/intermediaries/{stored(stage).number}", status=404)


@pytest.mark.parametrize(
    ("login", "status"),
    [
        (None, 404),
        ("乙", 404),
        ("业主", 404),
        ("别县运营", 404),
        ("甲", 200),
        ("运营", 200),
        ("管理", 200),
        ("监督", 200),
    ],
)
def test_a_certificate_s_copy_is_for_those_concerned(
    stage: Stage, enrol: Enrol, login: str | None, status: int
) -> None:
    enrol()
    with stage.begin() as session:
        record = session.scalars(select(QualificationRecord)).one()
        key = session.get_one(StoredFile, record.file_id).key
    answer = stage.sign_in(login).get(f"/files/{key}", status=status)
    assert (answer.body == PDF) is (status == 200)


@pytest.mark.parametrize("login", [None, "乙", "业主", "别县运营"])
def test_the_check_sheet_is_for_the_regions_staff(stage: Stage, enrol: Enrol, login: str | None) -> None:
    enrol()
    app = stage.sign_in(login)
    path = f"/enrolments/{stored(stage).number}"
    for page in ("check", "suspend", "expel", "reinstate"):
        answer = app.get(f"{path}/{page}", status="*")
        assert answer.status_int in (302, 303, 401, 403, 404)
        assert "13800000000" not in answer.text
    queue = app.get("/enrolments", status="*")
    assert "演练甲单位" not in queue.text


def test_one_unit_cannot_touch_anothers_records_by_their_ids(stage: Stage, enrol: Enrol) -> None:
    number = enrol()
    with stage.begin() as session:
        enrolment = session.get_one(Enrolment, number)
        person = stage.holdings("甲", session).employ(enrolment, PERSON).id
        record = enrolment.qualifications[0].id
        stage.service("乙", session).own(REGION)
    app = stage.sign_in("乙")
    for path in (
        f"qualifications/{record}",
        f"qualifications/{record}/remove",
        f"practitioners/{person}/leave",
        "qualifications/99999999999999999999",
    ):
        app.get(f"/enrolment/{path}", status=404)
    with stage.begin() as session:
        assert session.get_one(Practitioner, person).left_at is None


def test_the_authority_suspends_after_looking_once_more(stage: Stage, enrol: Enrol) -> None:
    enrol()
    number = stored(stage).number
    app = stage.sign_in("管理")
    sheet = app.get(f"/enrolments/{number}/check")
    form = sheet.click("暂停入驻").forms["form"]
    form["reason"], form["until"] = "查实出借资质。", "2026-06-30"
    last = form.submit("measure")
    assert "2026-06-30" in last.text
    assert stored(stage).state == "active"
    confirm = next(form for form in last.forms.values() if "__confirmed__" in form.fields)
    assert confirm.submit("__confirmed__").status_int == 303
    assert stored(stage).state == "suspended"
    page = stage.sign_in(None).get(f"/intermediaries/{number}")
    assert "已暂停" in page.text
    assert "查实出借资质。" in page.text


def test_filters_by_service_group_and_strange_values(stage: Stage, enrol: Enrol) -> None:
    enrol("甲", ("ZJ-CH-01",))
    enrol("乙", ("ZJ-CH-01", "ZJ-TZ-06"))
    app = stage.sign_in(None)
    both = app.get("/intermediaries", {"group": "测绘"}).text
    assert "演练甲单位" in both
    assert "演练乙单位" in both
    group = next(g for g in re.findall(r"group=([^\"&]+)", both) if "%E6%8A%95" in g)
    one = app.get(f"/intermediaries?group={group}").text
    assert "演练乙单位" in one
    assert "演练甲单位" not in one
    for strange in ("'", "%", "\x00", "没有这一类"):
        assert (
            app.get("/intermediaries", {"group": strange, "region": strange, "after": strange}).status_int
            == 200
        )


def test_no_inline_script_or_style(stage: Stage, enrol: Enrol) -> None:
    enrol()
    app = stage.sign_in("甲")
    for path in ("/enrolment", "/enrolment/basics", "/enrolment/practitioners/new", "/intermediaries"):
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", app.get(path).text)
