"""The five lines with which a county begins."""

from pathlib import Path

from plugins.declared import PARAMETERS
from plugins.rulefile import parse
from tongban.rules.parameters import Parameters

FIRST_RULE = "market.award.notice_wd"


class ScaffoldFault(ValueError):
    """Why no file was written, in Chinese."""


def five_lines(code: str, name: str, parent: str | None = None) -> str:
    """A rule file that is whole and valid; the one rule in it is there to be changed."""
    above = f'parent = "{parent}"\n' if parent else ""
    return f'[plugin]\nregion = "{code}"\nname = "{name}"\n{above}[rules]\n"{FIRST_RULE}" = 5\n'


def write_scaffold(
    folder: Path, code: str, name: str, parent: str | None = None, parameters: Parameters = PARAMETERS
) -> Path:
    """Write ``CODE.toml`` into a folder. Raises ScaffoldFault for a wrong code or name, and if it exists."""
    if '"' in name or "\\" in name:
        raise ScaffoldFault("名称里不能有引号和反斜线")
    text = five_lines(code, name, parent)
    path = folder / f"{code}.toml"
    file, problems = parse(text.encode(), path.name, parameters)
    if file is None:
        raise ScaffoldFault("\n".join(str(one) for one in problems))
    if path.exists():
        raise ScaffoldFault(f"{path} 已经存在，没有改动它")
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
