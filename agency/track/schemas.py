"""What is typed to follow a case."""

import colander

from tongban import fields


def track_schema() -> colander.SchemaNode:
    """Number and query code."""
    schema = fields.Schema()
    schema.add(
        fields.text(
            "代办件编号", name="number", max=40, hint="例如 ××××××-2026-DB-0001，在代办件页面上可以看到。"
        )
    )
    schema.add(
        fields.text("查询码", name="code", max=16, hint="八位字母和数字，申请人在代办件页面上可以看到。")
    )
    return schema


def tidy(text: str) -> str:
    """As it was issued: capitals, without blanks."""
    return "".join(text.split()).upper()
