"""Reading one rule file: what it says about rules, or one plain line for everything that is wrong."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from plugins.problems import Problem, problem
from plugins.statements import Statement, as_statements, overlap
from plugins.template_files import TemplateFault, template_text
from tongban.regions.codes import is_region_code
from tongban.rules.answers import SOURCES, Source
from tongban.rules.parameters import Parameters
from tongban.rules.values import BadValue, Text

FORMAT = "tongban-pack/1"

_HEAD = {"region", "name", "parent", "version", "effective_from", "source"}
_AT = re.compile(r"at line (\d+), column (\d+)")


@dataclass
class RuleFile:
    """A valid file. ``rules`` holds for each key its statements as JSON, ready to be stored."""

    region: str
    name: str
    parent: str | None = None
    label: str = ""
    effective_from: date | None = None
    rules: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    code: dict[str, Any] | None = None

    def content(self) -> dict[str, Any]:
        """What the table stores and the hash is over; ``code`` is what a package decides by program."""
        day = self.effective_from
        head = {
            "region": self.region,
            "name": self.name,
            "parent": self.parent,
            "label": self.label,
            "effective_from": day.isoformat() if day else None,
        }
        code = {"code": self.code} if self.code else {}
        return {"format": FORMAT, "plugin": head, "rules": self.rules, **code}


def read_file(path: Path, parameters: Parameters) -> tuple[RuleFile | None, list[Problem]]:
    """Read a file; its rules count only if there is no problem at all."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, [problem(path.name, f"读不了这个文件（{error.strerror}）")]
    return parse(data, path.name, parameters, path.parent)


def parse(
    data: bytes, file: str, parameters: Parameters, folder: Path | None = None
) -> tuple[RuleFile | None, list[Problem]]:
    """Parse the bytes of a rule file. ``folder`` is where template files named in it are looked for."""
    try:
        document = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None, [problem(file, "不是 UTF-8 编码，请用 UTF-8 另存后再装载")]
    except tomllib.TOMLDecodeError as error:
        return None, [problem(file, _toml_fault(str(error)))]
    return _Reader(file, parameters, folder).read(document)


def _toml_fault(message: str) -> str:
    at = _AT.search(message)
    where = f"第 {at[1]} 行第 {at[2]} 列" if at else "文件末尾"
    twice = any(word in message for word in ("overwrite", "twice", "redefine", "already"))
    return f"{where}：同一项或同一个表写了两次" if twice else f"{where}写法不对，读不下去"


class _Reader:
    """Collects what is wrong instead of stopping at the first fault."""

    def __init__(self, file: str, parameters: Parameters, folder: Path | None) -> None:
        self.file = file
        self.parameters = parameters
        self.folder = folder
        self.problems: list[Problem] = []

    def read(self, document: Mapping[str, Any]) -> tuple[RuleFile | None, list[Problem]]:
        head = document.get("plugin")
        if not isinstance(head, dict):
            self._bad('缺少 [plugin] 表，至少要写 region = "…" 和 name = "…"')
            return None, self.problems
        result = self._head(head)
        source = self._source(head)
        for key, raw in self._stated(document):
            self._say(result, key, raw, source)
        return (None if self.problems else result), self.problems

    def _head(self, head: Mapping[str, Any]) -> RuleFile:
        for key in head.keys() - _HEAD:
            self._bad(f"不认识这一项，可以写的有：{'、'.join(sorted(_HEAD))}", f"plugin.{key}", head[key])
        return RuleFile(
            region=self._code(head, "region") or "",
            name=self._text(head, "name", 60),
            parent=self._code(head, "parent") if "parent" in head else None,
            label=self._text(head, "version", 40) if "version" in head else "",
            effective_from=self._date(head, "effective_from"),
        )

    def _source(self, head: Mapping[str, Any]) -> Source:
        source: Source = head.get("source", "confirmed")
        if source not in SOURCES[:3]:
            self._bad("可以写的有：confirmed、background、practice", "plugin.source", source)
        return source

    def _code(self, head: Mapping[str, Any], key: str) -> str | None:
        code = head.get(key, "")
        if isinstance(code, str) and is_region_code(code):
            return code
        self._bad("要写六位地区代码（开发区再加连字符和大写字母），并加引号", f"plugin.{key}", code)
        return None

    def _text(self, head: Mapping[str, Any], key: str, maximum: int) -> str:
        try:
            return Text(maximum).clean(head.get(key, ""))
        except BadValue as bad:
            self._bad(str(bad), f"plugin.{key}", head.get(key, ""))
            return ""

    def _date(self, head: Mapping[str, Any], key: str) -> date | None:
        value = head.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self._bad("要写日期，不加引号，如 2026-01-01", f"plugin.{key}", value)
        return None

    def _stated(self, document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """Every key the file says something about, with what it says."""
        for table, body in document.items():
            parameter = self.parameters.section(table)
            if table == "plugin":
                continue
            if table != "rules" and parameter is None:
                self._bad("不认识这个表", f"[{table}]")
            elif not isinstance(body, dict):
                self._bad("要写成表", f"[{table}]")
            elif parameter is not None:
                yield parameter.key, self._with_files(body) if table == "templates" else body
            else:
                yield from self._leaves(body, "")

    def _leaves(self, table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
        # TOML reads an unquoted a.b.c as nested tables; a clerk who leaves out the quotes means the same key.
        for name, value in table.items():
            path = f"{prefix}{name}"
            if path in self.parameters:
                yield path, value
            elif isinstance(value, dict) and self.parameters.is_prefix(path):
                yield from self._leaves(value, f"{path}.")
            else:
                near = self.parameters.near(path)
                self._bad("没有这一项规则" + (f"，是不是 {near}？" if near else ""), path, value)

    def _with_files(self, body: Mapping[str, Any]) -> dict[str, Any]:
        texts = {}
        for name, value in body.items():
            try:
                texts[name] = template_text(value, self.folder)
            except TemplateFault as fault:
                self._bad(str(fault), f"templates.{name}", value)
        return texts

    def _say(self, result: RuleFile, key: str, raw: Any, source: Source) -> None:
        if key in result.rules:
            self._bad("同一项规则写了两次", key)
            return
        statements = [self._clean(key, statement) for statement in as_statements(raw, source)]
        wrong_dates = overlap(statements)
        if wrong_dates:
            self._bad(wrong_dates, key)
        if any(s["source"] == "confirmed" and not s["basis"] for s in statements):
            result.notes.append(f"{self.file}：{key}：没有写依据（basis）")
        result.rules[key] = statements

    def _clean(self, key: str, statement: Statement) -> dict[str, Any]:
        for why, name, value in statement.faults:
            self._bad(why, f"{key} 的 {name}", value)
        value = None
        try:
            value = self.parameters[key].type.clean(statement.value)
        except BadValue as bad:
            self._bad(str(bad), key, statement.value)
        return statement.to_json(value)

    def _bad(self, why: str, key: str = "", *value: object) -> None:
        self.problems.append(problem(self.file, why, key, *value))
