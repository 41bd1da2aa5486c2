"""Document templates a rule file brings along: the text itself, or a file beside it."""

from pathlib import Path
from typing import Any

LIMIT = 200_000


class TemplateFault(ValueError):
    """Why a template file cannot be used, in Chinese."""


def template_text(value: Any, folder: Path | None) -> Any:
    """The text of ``{ file = "…" }``; anything else is returned as it is. Raises TemplateFault.

    Only files in the rule file's own folder or below count, so that a rule file cannot read the machine.
    """
    if not isinstance(value, dict) or set(value) != {"file"}:
        return value
    if folder is None or not isinstance(value["file"], str):
        raise TemplateFault("模板文件要写文件名")
    target = (folder / value["file"]).resolve()
    if not target.is_relative_to(folder.resolve()) or not target.is_file():
        raise TemplateFault("在规则文件所在的文件夹里找不到这个模板文件")
    if target.stat().st_size > LIMIT:
        raise TemplateFault(f"模板文件超过 {LIMIT} 字节")
    try:
        return target.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise TemplateFault("模板文件不是 UTF-8 编码") from None
