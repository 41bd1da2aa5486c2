"""What ``tongban plugin`` prints."""

from collections.abc import Sequence
from typing import Any

from plugins.describe import version_words
from plugins.installed import Found
from plugins.listing import Listed
from tongban.rules import Answer, RuleSet, Said, split_key


def list_lines(listed: Sequence[Listed]) -> list[str]:
    """Plugins, one line each, with their problems below."""
    lines: list[str] = []
    for one in listed:
        state = "启用" if one.enabled else "未启用"
        regions = "、".join(one.regions) or "—"
        lines.append("  ".join((one.name, one.version or "—", regions, one.kind, state, one.source)))
        lines += [f"    {problem}" for problem in one.problems]
    return lines or ["还没有装载任何规则，请运行 tongban init 或 tongban plugin load。"]


def packages_lines(found: Found) -> list[str]:
    """The packages installed here: what each decides by program, and what keeps another from running."""
    lines = [f"没有启用：{one}" for one in found.problems]
    for plugin in found.plugins:
        offers = "、".join(plugin.offers)
        regions = "、".join(plugin.regions)
        lines.append(f"{plugin.name} {plugin.version}：可以使用，适用 {regions}，实现版本 {offers}")
    return lines or ["本机没有装插件包。"]


def packages_json(found: Found) -> dict[str, Any]:
    """The same for programs."""
    running = [
        {
            "name": plugin.name,
            "version": plugin.version,
            "regions": list(plugin.regions),
            "impl_versions": list(plugin.offers),
            "hooks": list(plugin.hooks),
        }
        for plugin in found.plugins
    ]
    problems = [str(one) for one in found.problems]
    return {"ok": not problems, "problems": problems, "plugins": running}


def rules_lines(rules: RuleSet) -> list[str]:
    """Every answer with who said it."""
    chain = " → ".join(f"{pack.name}（{version_words(pack)}）" for pack in rules.packs)
    lines = [f"{' → '.join(rules.chain)}", f"采用的规则：{chain or '无'}", f"内容摘要：{rules.hash}", ""]
    for parameter in rules.parameters:
        if parameter.key in rules.answers:
            lines.append(f"{parameter.key}  {_answer_words(rules, rules.ask(parameter.key))}")
        else:
            lines.append(f"{parameter.key}  没有规定")
    return lines


def rules_json(rules: RuleSet) -> dict[str, Any]:
    """The same for programs."""
    return {
        "region": rules.region,
        "chain": list(rules.chain),
        "hash": rules.hash,
        "missing": list(rules.missing()),
        "answers": {key: answer.to_json() for key, answer in rules.answers.items()},
    }


def explain_lines(rules: RuleSet, key: str) -> list[str]:
    """What each level said about one rule, the nearest first."""
    said = rules.explain(split_key(key)[0])
    lines = [f"{rules.parameters.title(key)}（{key}）"]
    lines += [f"  {one.words}：{_whole_words(rules, one.answer)}" for one in said]
    if len(said) > 1 and rules.parameters[key].merge == "by_key":
        lines.append(f"  合并后：{rules.words(split_key(key)[0])}")
    if key in rules.answers and not said:
        lines.append(f"  采用：{_answer_words(rules, rules.ask(key))}")
    elif not said:
        lines.append("  没有规定")
    return lines


def explain_json(rules: RuleSet, key: str) -> dict[str, Any]:
    """The same for programs."""
    answer = rules.answers.get(key)
    return {
        "key": key,
        "title": rules.parameters.title(key),
        "answer": answer.to_json() if answer else None,
        "levels": [_said_json(one) for one in rules.explain(split_key(key)[0])],
    }


def _whole_words(rules: RuleSet, answer: Answer) -> str:
    """Everything there is to say about one level's answer, also what nobody wrote down."""
    since = f"{answer.since.isoformat()} 起" if answer.since else "一直适用"
    code = [f"程序规定（实现版本 {answer.impl_version}）"] if answer.impl_version else []
    basis = f"依据：{answer.basis}" if answer.basis else "没有写依据"
    who = (answer.level_words, f"{answer.plugin} {answer.version}", since, *code, answer.source_words, basis)
    return f"{rules.parameters.words(answer.key, answer.value)}（{'，'.join(who)}）"


def _said_json(said: Said) -> dict[str, Any]:
    return {**said.answer.to_json(), "standing": said.standing}


def _answer_words(rules: RuleSet, answer: Answer) -> str:
    who = f"{answer.level_words}，{answer.plugin} {answer.version}"
    since = f"，{answer.since.isoformat()} 起" if answer.since else ""
    basis = f"，依据：{answer.basis}" if answer.basis else ""
    return f"{rules.parameters.words(answer.key, answer.value)}（{who}{since}，{answer.source_words}{basis}）"
