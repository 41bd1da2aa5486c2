"""国家投资项目代码 (GB/T 40058-2021): 4-6-2-2-6 digits, 24 characters with the hyphens.

The algorithm of its check digit was not found (domain-rules 6.4), so only the form is checked.
"""

import re
from enum import StrEnum
from typing import Any, ClassVar

import colander

from tongban.fields.base import Type, attributes, node
from tongban.fields.chars import Refused, code_text, squeeze

_NATIONAL = re.compile("([0-9]{4})-?([0-9]{6})-?([0-9]{2})-?([0-9]{2})-?([0-9]{6})")
#: Older codes had other forms in every province: letters, digits and hyphens, at least one digit.
_LEGACY = re.compile("(?=.*[0-9])[0-9A-Z]+(?:-[0-9A-Z]+)*")
_HYPHENS = re.compile("[\u2010-\u2015\u2212]")


class ProjectCodeKind(StrEnum):
    """Which coding a project code follows."""

    NATIONAL = "national"
    LEGACY = "legacy"


def parse_project_code(text: str, *, legacy: bool = True) -> str:
    """The code in capitals with its hyphens; an older form too where ``legacy``. Raises ``Refused``."""
    code = _HYPHENS.sub("-", squeeze(code_text(text))).upper()
    national = _NATIONAL.fullmatch(code)
    if national:
        return "-".join(national.groups())
    # Five groups, or twenty digits nearly: a slip in a national code, not an older one.
    meant_national = code.count("-") == 4 or (code.isascii() and code.isdigit() and 18 <= len(code) <= 22)
    if legacy and not meant_national and 8 <= len(code) <= 40 and _LEGACY.fullmatch(code):
        return code
    raise Refused("项目代码共 24 个字符，分五组，例如 2026-××××××-48-01-××××××。请核对。")


def project_code_kind(code: str) -> ProjectCodeKind:
    """Whether a stored code follows the national coding or an older one."""
    national = len(code) == 24 and _NATIONAL.fullmatch(code)
    return ProjectCodeKind.NATIONAL if national else ProjectCodeKind.LEGACY


class ProjectCode(Type):
    """An investment project's code."""

    kind: ClassVar[str] = "project_code"
    html = attributes(spellcheck="false")

    def __init__(self, *, legacy: bool = True) -> None:
        self.legacy = legacy

    def read(self, text: str) -> str:
        return parse_project_code(text, legacy=self.legacy)


def project_code(title: str = "项目代码", *, legacy: bool = True, **more: Any) -> colander.SchemaNode:
    """An investment project's code."""
    more.setdefault("hint", "全国投资项目在线审批监管平台赋予的 24 位代码。")
    return node(ProjectCode(legacy=legacy), title, **more)
