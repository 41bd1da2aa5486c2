"""Repeated rows that need no script: “添加一行” and “移除” are submit buttons that only redraw the form."""

from typing import Any

import deform.widget as dw
from colander import Invalid, null

from tongban.web.forms.fieldtree import place

#: Never more rows than this in one form, whatever the widget says.
HARD_LIMIT = 200


def is_blank(pstruct: Any) -> bool:
    """Whether a submitted row holds nothing at all."""
    if pstruct is null or pstruct in ("", b""):
        return True
    if isinstance(pstruct, dict):
        return all(is_blank(value) for value in pstruct.values())
    if isinstance(pstruct, list):
        return all(is_blank(value) for value in pstruct)
    return False


class Rows(dw.SequenceWidget):
    """Rows of one kind; at least ``min_len`` are shown, blank ones are left out of what is submitted.

    ``add_label`` is the button's text, ``row_title`` names a row (“人员”: 人员 1, 人员 2 …).
    """

    category = "structural"
    min_len = 1
    max_len = 20
    add_label = "添加一行"
    row_title: str | None = None

    def serialize(self, field: Any, cstruct: Any, **kw: Any) -> str:
        rows = getattr(field, "sequence_fields", None)
        if rows is None:
            values = [] if cstruct in (null, None) else list(cstruct)
            rows = [self._row(field, number, value) for number, value in enumerate(values)]
            field.sequence_fields = rows
        if not kw.get("readonly", self.readonly):
            while len(rows) < (self.min_len or 0):
                rows.append(self._row(field, len(rows), null))
        readonly = kw.get("readonly", self.readonly)
        kw["rows"] = rows
        kw["can_add"] = len(rows) < min(self.max_len or HARD_LIMIT, HARD_LIMIT)
        kw["can_remove"] = len(rows) > (self.min_len or 0)
        template = self.readonly_template if readonly else self.template
        return field.renderer(template, **self.get_template_values(field, cstruct, kw))

    def deserialize(self, field: Any, pstruct: Any) -> list[Any]:
        if pstruct is null:
            pstruct = []
        if not isinstance(pstruct, list) or len(pstruct) > HARD_LIMIT:
            raise Invalid(field.schema, "行数过多，请分次提交。", null)
        if not field.state.keep_blank_rows:
            pstruct = [row for row in pstruct if not is_blank(row)]
        field.sequence_fields = []
        result: list[Any] = []
        error: Invalid | None = None
        for number, substruct in enumerate(pstruct):
            row = self._row(field, number, null)
            try:
                value = row.deserialize(substruct)
            except Invalid as problem:
                value = problem.value
                error = error or Invalid(field.schema, value=result)
                error.add(problem, number)
            row.cstruct = value
            result.append(value)
            field.sequence_fields.append(row)
        if error is not None:
            raise error
        return result

    def _row(self, field: Any, number: int, value: Any) -> Any:
        row = field.children[0].clone()
        place(row, f"{field.path}.{number}")
        if value is not null:
            row.cstruct = value
        return row
