"""Whom a region admits is asked when an organisation registers, and answered beside the field."""

from pathlib import Path
from typing import Any

import pytest
from stdnum.cn import uscc
from webtest import TestApp, TestResponse

from plugins.load import load_packs
from tongban.clock import FixedClock

FORM = {
    "name": "张三",
    "legal_representative": "张三",
    "region": "邵东市",
    "phone": "0739-80000000",
    "person_name": "张三",
    "login": "zhang.san",
    "password": "correct horse battery",
    "password_again": "correct horse battery",
}


def county(app: TestApp, clock: FixedClock, folder: Path, **rules: bool) -> None:
    """What the county says otherwise."""
    lines = [f'"market.{key.replace("__", ".")}" = {str(value).lower()}' for key, value in rules.items()]
    text = "\n".join(['[plugin]\nregion = "430582"\nname = "某市"\n[rules]', *lines])
    (folder / "county.toml").write_text(text, encoding="utf-8")
    with app.app.registry["tongban.sessions"].begin() as session:
        assert not load_packs(session, clock.now(), [folder]).problems


def send(app: TestApp, part: str, kind: str, **changes: Any) -> TestResponse:
    form = app.get("/sign-up").forms["sign-up"]
    form["sign-up-part"] = part
    for name, value in {**FORM, "kind": kind, **changes}.items():
        form[name] = value
    return form.submit("register", expect_errors=True)


@pytest.fixture
def individual() -> dict[str, str]:
    body = "92990000MA0000C11"
    return {"name": "演练个体测绘服务部", "uscc": body + uscc.calc_check_digit(body)}


def test_a_natural_person_may_buy_where_the_region_says_so(
    app: TestApp, clock: FixedClock, tmp_path: Path
) -> None:
    county(app, clock, tmp_path, owner__allow_natural_person=False)
    refused = send(app, "owner", "person", uscc="")
    assert refused.status_int == 422
    assert "自然人不能作项目业主" in refused.html.select_one("#sign-up-kind-error").get_text()
    assert refused.forms["sign-up"]["person_name"].value == "张三", "nothing typed is lost"
    county(app, clock, tmp_path, owner__allow_natural_person=True)
    assert send(app, "owner", "person", uscc="").status_int == 303


def test_a_natural_person_is_never_an_intermediary(app: TestApp) -> None:
    refused = send(app, "intermediary", "person", uscc="")
    assert refused.status_int == 422
    assert "自然人不能作为中介机构" in refused.text


def test_an_individual_business_may_sell_where_the_region_says_so(
    app: TestApp, clock: FixedClock, tmp_path: Path, individual: dict[str, str]
) -> None:
    refused = send(app, "intermediary", "individual_business", **individual)
    assert refused.status_int == 422
    assert "个体工商户不能作为中介机构" in refused.text
    county(app, clock, tmp_path, intermediary__allow_individual_business=True)
    assert send(app, "intermediary", "individual_business", **individual).status_int == 303


def test_an_individual_business_may_always_buy(app: TestApp, individual: dict[str, str]) -> None:
    assert send(app, "owner", "individual_business", **individual).status_int == 303
