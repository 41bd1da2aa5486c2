"""统一社会信用代码 (GB 32100-2015), by python-stdnum's check character."""

import re
from typing import Any, ClassVar

import colander
from stdnum.cn import uscc as stdnum_uscc

from tongban.fields.base import Type, attributes, node
from tongban.fields.chars import Refused, code_text, squeeze

_ALPHABET = "0-9A-HJ-NP-RTUWXY"
#: Registering department and kind may be letters (N for village collectives), which stdnum's own ``validate``
#: does not know: so the form is checked here and only the check character is stdnum's.
_FORM = re.compile(f"[{_ALPHABET}]{{2}}[0-9]{{6}}[{_ALPHABET}]{{10}}")
_LOOK_ALIKE = {"I": "数字 1", "O": "数字 0", "Z": "数字 2", "S": "数字 5", "V": "字母 U 或 Y"}
_NOT_USED = "而统一社会信用代码不用 I、O、Z、S、V"
#: Weights of the organisation code inside (GB 11714-1997).
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def parse_uscc(text: str) -> str:
    """The code in capitals without blanks or hyphens. Raises ``Refused`` with what is wrong and where."""
    code = squeeze(code_text(text)).replace("-", "").upper()
    for position, char in enumerate(code, 1):
        if char in _LOOK_ALIKE:
            raise Refused(f"第 {position} 位是字母 {char}，{_NOT_USED}，请看是不是{_LOOK_ALIKE[char]}。")
        if not re.fullmatch(f"[{_ALPHABET}]", char):
            raise Refused(f"第 {position} 位的“{char}”不是数字或英文字母。")
    if len(code) == 15 and code.isdigit():
        raise Refused("这是 15 位的旧注册号，请填营业执照上 18 位的统一社会信用代码。")
    if len(code) != 18:
        raise Refused(f"统一社会信用代码是 18 位，现在是 {len(code)} 位。")
    if not _FORM.fullmatch(code):
        raise Refused("第 3 至 8 位是登记地的行政区划代码，应是 6 个数字。")
    if code[-1] != stdnum_uscc.calc_check_digit(code):
        raise Refused("最后一位校验码对不上，请对照证照逐位核对。")
    return code


def organisation_code_warning(uscc: str) -> str | None:
    """A warning where positions 9–17 fail the organisation code's own check (GB 11714), else ``None``.

    Codes in force fail it now and then, so this never refuses (domain-rules 6.4). Takes a code that
    ``parse_uscc`` returned; raises ValueError for other text.
    """
    body, check = uscc[8:16], uscc[16:17]
    total = sum(int(char, 36) * weight for char, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    if check == "0123456789X"[-total % 11]:
        return None
    return "第 9 至 17 位的组织机构代码校验位对不上。少数证照确有这种情况，请再核对一遍。"


class Uscc(Type):
    """Unified social credit code, stored in capitals."""

    kind: ClassVar[str] = "uscc"
    html = attributes(autocapitalize="characters", spellcheck="false")

    def read(self, text: str) -> str:
        return parse_uscc(text)


def uscc(title: str = "统一社会信用代码", **more: Any) -> colander.SchemaNode:
    """统一社会信用代码."""
    more.setdefault("hint", "18 位，在营业执照或登记证书上。")
    return node(Uscc(), title, **more)
