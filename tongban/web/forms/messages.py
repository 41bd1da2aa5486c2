"""What the form libraries say, in plain Chinese.

Their own Chinese catalogues leave a third of the messages in English and speak of "strings" and "mappings";
a person filling in a form is told what to do instead.
"""

from typing import Any

from translationstring import TranslationString

#: Shown for a message nobody has put into words: never English to a user.
FALLBACK = "这一项填写有误，请检查后重新填写。"
REQUIRED = "Required"

#: Message id of colander or deform → what we say.
TEXTS: dict[str, str] = {
    REQUIRED: "请填写这一项。",
    "Invalid value": "填写的内容不符合要求。",
    "String does not match expected pattern": "格式不正确，请参照说明填写。",
    "Invalid email address": "电子邮箱的格式不正确，例如 name@example.com。",
    "${val} is less than minimum value ${min}": "不能小于 ${min}。",
    "${val} is greater than maximum value ${max}": "不能大于 ${max}。",
    "Shorter than minimum length ${min}": "至少填写 ${min} 个字（项）。",
    "Longer than maximum length ${max}": "最多填写 ${max} 个字（项）。",
    '"${val}" is not one of ${choices}': "请从列出的选项中选择。",
    '"${val}" must not be one of ${choices}': "这个值不能使用，请换一个。",
    "One or more of the choices you made was not acceptable": "所选的选项中有不可用的，请重新选择。",
    "Must be a URL": "请填写完整的网址，例如 https://example.com/。",
    "Invalid UUID string": "编号的格式不正确。",
    "Invalid MIME type": "文件类型不正确。",
    '"${val}" is not a number': "请填写数字。",
    "Invalid date": "日期不正确，请按“2026-11-24”的格式填写。",
    "Invalid time": "时间不正确，请按“17:30”的格式填写。",
    "Incomplete date": "请把年、月、日填写完整。",
    "Incomplete time": "请把时、分填写完整。",
    "Fields did not match": "两次填写的内容不一致。",
    "Password did not match confirm": "两次输入的密码不一致。",
}


def has_chinese(text: str) -> bool:
    """Whether a text contains a Chinese character."""
    return any("\u3400" <= char <= "\u9fff" for char in text)


def translate(message: Any) -> str:
    """A library's message in Chinese, its variables filled in; ours, which are Chinese already, unchanged."""
    known = TEXTS.get(str(message))
    if known is None:
        text = message.interpolate() if isinstance(message, TranslationString) else str(message)
        return text if has_chinese(text) else FALLBACK
    return message.interpolate(known) if isinstance(message, TranslationString) else known


def label(message: Any) -> str:
    """A title or label as it is written: translated if a library wrote it, otherwise unchanged."""
    known = TEXTS.get(str(message))
    return known if known is not None else str(message)


def required_text(title: str, template: str) -> str:
    """What is said when an answer is missing and its field has no words of its own, naming the question."""
    verb = {"select": "选择", "radio_choice": "选择", "checkbox_choice": "选择", "checkbox": "勾选"}.get(
        template, "填写"
    )
    return f"请{verb}{title or '这一项'}。"
