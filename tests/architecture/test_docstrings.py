"""Everything public says what it means: modules, classes, functions, and the methods of what is no page."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("tongban", "search_index", "market", "agency", "plugins")
#: What our classes override of libraries' classes, which say there what it means.
INHERITED = {
    "deserialize",
    "get_command",
    "get_environment",
    "list_commands",
    "load_dialect_impl",
    "process_bind_param",
    "process_result_value",
    "received",
    "serialize",
}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules() -> dict[Path, ast.Module]:
    found = [p for package in PACKAGES for p in (ROOT / package).rglob("*.py") if "versions" not in p.parts]
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in found}


@cache
def interfaces() -> frozenset[str]:
    """Methods that a class of ours documents once for all that have them: protocols and base classes."""
    return frozenset(
        node.name
        for tree in modules().values()
        for owner in ast.walk(tree)
        if isinstance(owner, ast.ClassDef)
        for node in owner.body
        if isinstance(node, Function) and ast.get_docstring(node)
    )


def public(body: list[ast.stmt], *kinds: type[ast.stmt]) -> list[ast.stmt]:
    return [
        node for node in body if isinstance(node, kinds) and not getattr(node, "name", "_").startswith("_")
    ]


def silent(path: Path) -> list[str]:
    """What a module offers without a word."""
    tree = modules()[path]
    found = [] if ast.get_docstring(tree) else ["the module"]
    for node in public(tree.body, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef):
        if not ast.get_docstring(node):  # type: ignore[arg-type]
            found.append(node.name)  # type: ignore[attr-defined]
        if isinstance(node, ast.ClassDef) and not node.name.endswith(("Views", "Pages")):
            found += [f"{node.name}.{method}" for method in _silent_methods(node)]
    return found


def _silent_methods(owner: ast.ClassDef) -> list[str]:
    about, known = ast.get_docstring(owner) or "", interfaces() | INHERITED
    return [
        node.name
        for node in owner.body
        if isinstance(node, Function) and not node.name.startswith("_") and not ast.get_docstring(node)
        if node.name not in known and f"``{node.name}``" not in about and not _is_attribute(node)
    ]


def _is_attribute(node: Function) -> bool:
    """What a protocol merely asks to be there is described by the protocol."""
    return ast.unparse(node.body[0]) == "..." and any(
        ast.unparse(d) == "property" for d in node.decorator_list
    )


@pytest.mark.parametrize("package", PACKAGES)
def test_nothing_public_is_without_a_word(package: str) -> None:
    inside = [path for path in modules() if path.relative_to(ROOT).parts[0] == package]
    assert not {str(path.relative_to(ROOT)): found for path in inside if (found := silent(path))}


def test_a_docstring_is_a_sentence() -> None:
    for path, tree in modules().items():
        first = (ast.get_docstring(tree) or "").split("\n\n")[0]
        assert first.rstrip().endswith((".", "。", "?", ":", ")", "”")), path
