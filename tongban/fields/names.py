"""Names of people and of organisations, each kept in one form, so that equal names compare equal."""

import re
import unicodedata
from typing import Any, ClassVar

import colander

from tongban.fields import chars
from tongban.fields.base import node
from tongban.fields.chars import Refused
from tongban.fields.plain import Text

#: Chinese characters, 〇, and the private area where old fonts keep rare characters of names.
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\ue000-\uf8ff\U00020000-\U0003ffff"
_CHINESE = re.compile(f"[{_HAN}]")
_GAP = re.compile(f"(?<=[{_HAN}（）]) +(?=[{_HAN}（）])")
#: The dot between the parts of a transliterated name, in the forms keyboards give it.
_DOT = re.compile("[•‧･・∙⋅]")
_CHINESE_DOT = re.compile(f"(?<=[{_HAN}])[.·](?=[{_HAN}])")
_LETTERS_AND_DIGITS = {code + 0xFEE0: code for code in range(0x30, 0x7B) if chr(code).isalnum()}
_JOINERS = dict.fromkeys([0x200C, 0x200D])


def tidy_person(name: str) -> str:
    """A person's name in its one form: ``张　三`` → ``张三``, ``阿卜杜拉•买买提`` → ``阿卜杜拉·买买提``."""
    name = unicodedata.normalize("NFC", chars.fold_width(name).translate(_JOINERS))
    name = _GAP.sub("", chars.single_spaced(_DOT.sub("·", name)))
    return _CHINESE_DOT.sub("·", name)


def tidy_organisation(name: str) -> str:
    """An organisation's name in its one form: no blanks between Chinese characters, full-width brackets.

    The register writes （） in full width; half-width ones in a Chinese name are keyboard habit.
    """
    name = unicodedata.normalize("NFC", name.translate(_LETTERS_AND_DIGITS).translate(_JOINERS))
    if _CHINESE.search(name):
        name = name.replace("(", "（").replace(")", "）")
    return _GAP.sub("", chars.single_spaced(name))


class PersonName(Text):
    """A person's name: letters of any script, with ``·``, blank, hyphen, apostrophe or point between them."""

    kind: ClassVar[str] = "person_name"

    def __init__(self, *, max: int = 50) -> None:  # noqa: A002
        super().__init__(min=2, max=max)

    def normal(self, text: str) -> str:
        name = tidy_person(super().normal(text))
        for position, char in enumerate(name):
            joins = position > 0 and char in " ·-'’."
            if (
                not joins
                and char != "〇"
                and unicodedata.category(char)[0] not in "LM"
                and not "\ue000" <= char <= "\uf8ff"
            ):
                raise Refused(f"姓名里不能有“{char}”，请只填证件上的姓名，不加称呼和说明。")
        return name


class OrganisationName(Text):
    """The full name of an organisation as its certificate shows it."""

    kind: ClassVar[str] = "organisation_name"

    def __init__(self, *, max: int = 100) -> None:  # noqa: A002
        super().__init__(min=2, max=max)

    def normal(self, text: str) -> str:
        name = tidy_organisation(super().normal(text))
        if not any(unicodedata.category(char).startswith("L") for char in name):
            raise Refused("请填写证照上的单位全称。")
        return name


def person_name(title: str = "姓名", *, max: int = 50, **more: Any) -> colander.SchemaNode:  # noqa: A002
    """The name of a person."""
    return node(PersonName(max=max), title, **more)


def organisation_name(title: str = "单位名称", *, max: int = 100, **more: Any) -> colander.SchemaNode:  # noqa: A002
    """The name of an organisation."""
    return node(OrganisationName(max=max), title, **more)
