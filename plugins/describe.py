"""Rules in words, as pages and commands show them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from market.hookspecs import DECIDED
from plugins.compose import standings
from plugins.packs import Pack
from tongban.rules import Answer, Parameter, Parameters, RuleSet, Said, entry_key
from tongban.rules.answers import PackRef
from tongban.rules.values import TableOf
from tongban.web.components import Column, Fact, Link, RuleBasis, Table
from tongban.web.filters import date_text

KIND_WORDS = {"toml": "规则文件", "python": "程序插件"}


@dataclass(frozen=True)
class Group:
    """Rules under one heading."""

    title: str
    facts: tuple[Fact, ...]


def rule_groups(rules: RuleSet, href: Callable[[str], str]) -> list[Group]:
    """Every answer in words with its basis, by heading, in the order of declaration.

    ``href``: the page that explains a rule; the words of an answer lead there.
    """
    groups: dict[str, list[Fact]] = {}
    for parameter in rules.parameters:
        facts = (_linked(fact, href(parameter.key)) for fact in _facts(rules, parameter))
        groups.setdefault(parameter.group, []).extend(facts)
    return [Group(title, tuple(facts)) for title, facts in groups.items() if facts]


def version_words(pack: Pack | PackRef) -> str:
    """``第 3 版`` for a rule file, a package's own version as it is."""
    version = pack.shown_version if isinstance(pack, Pack) else pack.version
    return version if pack.kind == "python" else _numbered(version)


def _numbered(version: str) -> str:
    return f"第 {version} 版" if version.isdigit() else version


def regions_table(
    places: Sequence[tuple[str, str, str]], packs: Sequence[Pack], now: datetime, running: Collection[str]
) -> Table:
    """Regions (code, name, link) with the plugins in force there; ``running``: packages that run here."""
    rows = []
    for code, name, href in places:
        found = standings([pack for pack in packs if pack.region == code], now)
        here = [pack for pack, standing in found if standing == "in_force"]
        words = [f"{p.name} {version_words(p)}（{_kind_words(p, running)}）" for p in here]
        rows.append((Link(name, href), code, "、".join(words) or "已停用", sum(len(p.rules) for p in here)))
    columns = (
        Column("地区", "link", main=True),
        Column("代码"),
        Column("生效的规则"),
        Column("自定条数", "number"),
    )
    return Table("有自己规则的地区", columns, rows)


def _kind_words(pack: Pack, running: Collection[str]) -> str:
    away = pack.has_code and pack.source not in running
    return KIND_WORDS[pack.kind] + ("，没有运行" if away else "")


def standing_table(packs: Sequence[PackRef], names: Mapping[str, str]) -> Table:
    """The plugins in force, from the nation to the nearest."""
    rows = [
        (
            pack.name,
            names.get(pack.region, pack.region),
            version_words(pack),
            KIND_WORDS[pack.kind],
            pack.hash[:8],
        )
        for pack in packs
    ]
    columns = (Column("规则", main=True), Column("地区"), Column("版本"), Column("种类"), Column("内容摘要"))
    return Table("采用的规则，越往下越优先", columns, rows)


def levels_table(rules: RuleSet, key: str) -> Table:
    """What each level said about one rule, the nearest first, and which of it counts."""
    rows = [
        (
            one.answer.level_words,
            one.words,
            rules.parameters.words(key, one.answer.value),
            f"{one.answer.plugin} {_numbered(one.answer.version)}",
            f"程序规定，实现版本 {one.answer.impl_version}" if one.answer.impl_version else "规则文件",
            date_text(one.answer.since) or "一直适用",
            one.answer.basis or "没有写依据",
            one.answer.source_words,
        )
        for one in rules.explain(key)
    ]
    columns = (
        Column("层级", main=True),
        Column("是否采用"),
        Column("规定"),
        Column("规则包"),
        Column("怎样规定"),
        Column("起用日期"),
        Column("依据"),
        Column("效力"),
    )
    return Table("最近的一级在前", columns, rows)


def code_facts(rules: RuleSet) -> list[Fact]:
    """What programs decide here, by the implementation that would be asked now."""
    return [
        Fact(DECIDED.get(ref.hook, ref.hook), f"{ref.plugin}，实现版本 {ref.impl_version}")
        for ref in rules.code
    ]


def _linked(fact: Fact, href: str) -> Fact:
    return replace(fact, value=Link(str(fact.value), href)) if fact.rule else fact


def _facts(rules: RuleSet, parameter: Parameter) -> list[Fact]:
    if parameter.key not in rules.answers:
        return [Fact(parameter.title_zh, "没有规定", parameter.doc)]
    answer = rules.ask(parameter.key)
    by_entry = parameter.merge == "by_key" and isinstance(parameter.type, TableOf)
    if by_entry and answer.value and not getattr(parameter.type, "names_only", False):
        entries = [rules.ask(entry_key(parameter.key, entry)) for entry in answer.value]
    else:
        entries = [answer]
    return [_fact(rules, parameter, entry) for entry in entries]


def _fact(rules: RuleSet, parameter: Parameter, answer: Answer) -> Fact:
    coming = [line for said in rules.explain(parameter.key) if (line := _coming(rules.parameters, said))]
    return Fact(
        term=rules.parameters.title(answer.key),
        value=rules.parameters.words(answer.key, answer.value),
        hint=" ".join([parameter.doc, *coming]).strip(),
        rule=RuleBasis.of(answer) if answer.value or answer.source != "default" else None,
    )


def _coming(parameters: Parameters, said: Said) -> str:
    answer = said.answer
    if said.standing != "future" or answer.since is None:
        return ""
    day = f"{answer.since.year}年{answer.since.month}月{answer.since.day}日"
    return f"自{day}起改为：{parameters.words(answer.key, answer.value)}（{answer.plugin}）。"
