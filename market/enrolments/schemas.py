"""The forms of an enrolment: the one place where its input is validated, for pages and programs alike."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import colander

from market.catalogue.catalogue import Catalogue
from market.enrolments.holdings import Standing
from market.enrolments.service import field_of
from market.qualifications import Kinds, Nature, requirement_text
from market.qualifications.schemas import certificate_schema
from tongban import fields
from tongban.web.forms import widgets

OTHER = "其他"
MAX_FILE = 10 * fields.MB
#: What the operator may be sent as the copy of a certificate.
COPIES = ("pdf", "jpg", "png")
COMMITMENTS = (
    "我单位填报的资料真实、有效，资质和人员变化时及时更新。",
    "我单位依法独立执业，不与审批部门及其工作人员存在利益关联。",
    "我单位遵守中介超市规则，接受运营机构和管理机构的监督，按合同提供服务。",
)


@cache
def certificate_names() -> tuple[str, ...]:
    """Certificates of persons that may be chosen from the list."""
    path = files("market.enrolments") / "data" / "certificates.toml"
    return tuple(tomllib.loads(path.read_text(encoding="utf-8"))["names"])


def basics_schema(catalogue: Catalogue, kinds: Kinds) -> colander.SchemaNode:
    """Introduction, contact and services, the services by group."""
    schema = fields.Schema()
    about = fields.Schema(name="about", title="单位情况")
    about.add(
        fields.long_text("单位简介", name="introduction", max=2000, hint="会公开。写业务范围、专长和业绩。")
    )
    about.add(fields.person_name("联系人", name="contact_name"))
    about.add(fields.phone("联系电话", name="contact_phone", hint="不公开，运营机构联系用。"))
    schema.add(about)
    schema.add(_services(catalogue, kinds))
    schema.add(version_field())
    return schema


def program_basics_schema(catalogue: Catalogue, kinds: Kinds) -> colander.SchemaNode:
    """The same for programs: the services as one list."""
    schema = fields.Schema()
    for one in basics_schema(catalogue, kinds)["about"].children:
        schema.add(one)
    options = [(item.code, item.name) for item in catalogue]
    schema.add(fields.choices("提供的服务", options, name="services", required=False))
    return schema


def _services(catalogue: Catalogue, kinds: Kinds) -> colander.SchemaNode:
    section = fields.Schema(name="services", title="提供哪些服务")
    for number, group in enumerate(catalogue.groups):
        items = catalogue.of_group(group)
        hints = {
            item.code: requirement_text(item.qualification.requirement, kinds)
            for item in items
            if item.qualification
        }
        options = [(item.code, item.name) for item in items]
        widget = widgets.CheckboxChoice(values=options, hints=hints)
        section.add(fields.choices(group, options, name=f"g{number}", required=False, widget=widget))
    return section


def version_field() -> colander.SchemaNode:
    """The version a form was opened on, so that two people never overwrite each other unseen."""
    return fields.whole("版本", name="version", widget=widgets.Hidden())


def qualification_schema(kinds: Kinds, code: str, *, has_file: bool) -> colander.SchemaNode:
    """One certificate of a kind, with issuer and copy. Raises KeyError for an unknown kind."""
    schema = certificate_schema(kinds, code)
    kind = kinds[code]
    schema.add(
        fields.text(
            "发证（登记）机关", name="issuer", max=120, required=False, default=kind.issuer or colander.null
        )
    )
    on_paper = kind.nature in (Nature.LICENCE, Nature.CMA)
    node = fields.file(
        "证书扫描件", COPIES, name="file", max_bytes=MAX_FILE, required=on_paper and not has_file
    )
    if has_file:
        node.description = f"不换的话不用再传。{node.description}"
    schema.add(node)
    return schema


def practitioner_schema() -> colander.SchemaNode:
    """A certified person."""
    options = [(name, name) for name in (*certificate_names(), OTHER)]
    schema = fields.Schema(validator=_names_certificate)
    schema.add(fields.person_name("姓名", name="name"))
    schema.add(
        fields.choice(
            "证书名称",
            options,
            name="listed",
            widget=widgets.Select(values=options),
            hint="列表里没有的选“其他”。",
        )
    )
    schema.add(fields.text("其他证书名称", name="unlisted", max=60, required=False, hint="选“其他”时填写。"))
    schema.add(fields.text("证书编号", name="certificate_number", max=60, hint="公开时隐去中间几位。"))
    schema.add(fields.day("有效期至", name="valid_until", required=False, hint="长期有效的，不用填。"))
    return schema


def certificate_kind(values: Mapping[str, Any]) -> str:
    """The name of the certificate that was chosen or written."""
    return str(values["unlisted"] if values["listed"] == OTHER else values["listed"])


def _names_certificate(node: Any, values: Mapping[str, Any]) -> None:
    if values.get("listed") == OTHER and not values.get("unlisted"):
        error = colander.Invalid(node)
        error["unlisted"] = "请填写证书名称。"
        raise error


def submit_schema(open_services: Iterable[Standing]) -> colander.SchemaNode:
    """The last page before sending: an explanation for each service still open, and the commitments."""
    schema = fields.Schema()
    missing = [standing for standing in open_services if not standing.met]
    if missing:
        why = fields.Schema(name="why", title="还没有对应资质的服务")
        for standing in missing:
            why.add(_explanation(standing))
        schema.add(why)
    promises = fields.Schema(name="promises", title="承诺")
    for number, words in enumerate(COMMITMENTS, 1):
        box = widgets.Checkbox(label=words)
        promises.add(
            fields.flag(f"承诺 {number}", name=f"p{number}", must="请逐项勾选承诺后再提交。", widget=box)
        )
    schema.add(promises)
    schema.add(version_field())
    return schema


def program_submit_schema() -> colander.SchemaNode:
    """The same for programs: explanations by service, and the commitments as one."""
    row = fields.Schema(name="explanation")
    row.add(fields.text("服务代码", name="service", max=32))
    row.add(fields.long_text("还没有对应资质的说明", name="explanation", max=500))
    schema = fields.Schema()
    title = "资质不全的服务的说明"
    schema.add(fields.rows(title, row, name="explanations", max=200, required=False, missing=()))
    must = "须作出全部承诺：" + "".join(COMMITMENTS)
    schema.add(fields.flag("承诺", name="commitments", must=must, hint="".join(COMMITMENTS)))
    return schema


def _explanation(standing: Standing) -> colander.SchemaNode:
    given = standing.explanation or colander.null
    return fields.long_text(
        standing.item.name,
        name=field_of(standing.item.code),
        max=500,
        default=given,
        hint=f"{''.join(standing.reasons)}请说明情况，例如资质正在换证；或者返回补充资质。",
        widget=widgets.TextArea(rows=3),
    )


def chosen_services(values: Mapping[str, Any]) -> list[str]:
    """The service codes ticked in any group, in the order of the catalogue."""
    return [code for codes in values["services"].values() for code in codes]
