"""What holds for every file of the repository."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import deform
import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("tongban", "search_index", "market", "agency", "plugins")
TEXTS = (
    ".py",
    ".jinja2",
    ".pt",
    ".css",
    ".js",
    ".md",
    ".toml",
    ".ini",
    ".sh",
    ".typ",
    ".txt",
    ".mako",
    ".svg",
    "",
)
FILE_LINES, FUNCTION_LINES = 400, 50


def tracked(*suffixes: str) -> list[Path]:
    """The files that git knows or would add, with these endings."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in names if Path(name).suffix in suffixes and (ROOT / name).exists()]


def ours(*suffixes: str) -> list[Path]:
    """Files of the packages themselves."""
    return [path for path in tracked(*suffixes) if path.relative_to(ROOT).parts[0] in PACKAGES]


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines_with(pattern: str, paths: list[Path], flags: int = 0) -> list[str]:
    """Where a pattern stands, as ``file:line: line``."""
    wanted = re.compile(pattern, flags)
    return [
        f"{name(path)}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(text(path).splitlines(), 1)
        if wanted.search(line)
    ]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(text(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


# Sizes


@pytest.mark.parametrize("suffix", [".py", ".jinja2", ".pt", ".css", ".js", ".sh"])
def test_no_file_is_longer_than_one_can_take_in(suffix: str) -> None:
    written = [path for path in tracked(suffix) if "versions" not in path.parts]
    assert not {name(path): n for path in written if (n := text(path).count("\n")) > FILE_LINES}


def test_no_function_is_longer_than_a_screen() -> None:
    written = [path for path in tracked(".py") if "versions" not in path.parts]
    assert not {
        f"{name(path)}: {node.name}": length
        for path in written
        for node in functions(path)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
    }


def test_half_of_all_files_are_short() -> None:
    sizes = sorted(text(path).count("\n") for path in ours(".py"))
    assert sizes[len(sizes) // 2] < 120


# Nothing of the place where it was written


def test_no_path_of_a_machine_is_named() -> None:
    machine = "|".join(("work", "tmp", "root", "home", "Users"))
    assert not lines_with(rf"""(?:^|[\s"'`(=])/(?:{machine})/""", tracked(*TEXTS))


def test_no_package_index_is_named() -> None:
    hosts = (
        "pypi" + r"\.org",
        "python" + r"hosted\.org",
        "npm" + r"js\.",
        "index" + "-url",
        "extra" + "-index",
    )
    assert not lines_with("|".join(hosts), tracked(*TEXTS), re.IGNORECASE)


def test_nothing_is_left_for_later() -> None:
    marks = "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3, "HA" + "CK"))
    assert not lines_with(
        rf"\b(?:{marks})\b", tracked(".py", ".jinja2", ".pt", ".css", ".js", ".toml", ".ini", ".sh")
    )


def test_what_is_not_implemented_is_only_ever_a_documented_duty_of_subclasses() -> None:
    for path in ours(".py"):
        for node in functions(path):
            raised = [
                n for n in ast.walk(node) if isinstance(n, ast.Raise) and "NotImplemented" in ast.unparse(n)
            ]
            assert not raised or (len(node.body) == 2 and ast.get_docstring(node)), (
                f"{name(path)}: {node.name}"
            )


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    marks = "|".join(
        (
            "mark" + r"\.skip",
            "mark" + r"\.xfail",
            "pytest" + r"\.skip",
            "pytest" + r"\.xfail",
            "import" + "orskip",
        )
    )
    tests = [path for path in tracked(".py") if path.relative_to(ROOT).parts[0] == "tests"]
    assert not lines_with(marks, tests)


# What a page may load and run


def test_no_template_carries_script_or_style_of_its_own() -> None:
    pages = ours(".jinja2", ".pt")
    assert not lines_with(r"<style|\sstyle\s*=|javascript:|\son[a-z]+\s*=\s*[\"']", pages, re.IGNORECASE)
    for page in pages:
        for script in re.findall(r"<script\b[^>]*>(.*?)</script>|<script\b([^>]*)>", text(page), re.S):
            assert not script[0].strip(), f"{name(page)}: script with a body"
    tags = [tag for page in pages for tag in re.findall(r"<script\b[^>]*>", text(page))]
    assert all("src=" in tag for tag in tags)


def test_nothing_is_loaded_from_elsewhere() -> None:
    foreign = r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//|@import|url\(\s*["']?(?:https?:)?//"""
    assert not lines_with(foreign, ours(".jinja2", ".pt", ".css"))
    assert not lines_with(r"""["'`](?:https?:)?//[a-z]""", ours(".js"))


def test_every_form_that_sends_carries_a_token() -> None:
    forms = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>.*?(?:</form>|\Z)", re.IGNORECASE | re.DOTALL)
    found = [(page, form[0]) for page in ours(".jinja2", ".pt") for form in forms.finditer(text(page))]
    assert found
    # The page that asks once more carries the token among all the rest.
    carries = re.compile("csrf|item.hidden")
    assert not [f"{name(page)}: {form[:80]}" for page, form in found if not carries.search(form)]


def test_every_template_is_used() -> None:
    said = "\n".join([*map(text, ours(".py", ".jinja2", ".pt")), *widget_templates()])
    assert not [name(page) for page in ours(".jinja2", ".pt") if not is_drawn(page, said)]


def is_drawn(page: Path, said: str) -> bool:
    """Named in full, as a widget's template, or by its bare name in a module of its own feature."""
    package, _, inside = name(page).partition("/")
    if page.suffix == ".pt":
        return bool(re.search(rf"""["'/]{page.stem}["'.]""", said))
    feature = "".join(text(module) for module in page.parent.parent.glob("*.py"))
    return f"{package}:{inside}" in said or f'"{page.stem}"' in feature


def widget_templates() -> Iterator[str]:
    """The templates that deform's own widgets ask for by name."""
    for widget in vars(deform.widget).values():
        if isinstance(widget, type):
            yield from (f'"{value}"' for key, value in vars(widget).items() if key.endswith("template"))


# How the code is written


def test_time_comes_from_the_clock_alone() -> None:
    elsewhere = [path for path in ours(".py") if "clock" not in path.relative_to(ROOT).parts[1:2]]
    assert not lines_with(
        r"\bdatetime\.(?:now|utcnow|today)\(|\bdate\.today\(|(?<!\.)\btime\.time\(", elsewhere
    )


def test_no_float_comes_near_an_amount() -> None:
    assert not lines_with(r"(?<![\w.])(?:float|round)\(", ours(".py"))
    assert not lines_with(
        r"\b(?:Float|Numeric|DOUBLE|REAL)\b\s*[(,)]", [p for p in ours(".py") if p.name == "models.py"]
    )


def test_a_state_is_assigned_by_the_lifecycle_alone() -> None:
    for path in ours(".py"):
        for node in ast.walk(ast.parse(text(path))):
            assigned = getattr(node, "targets", None) or [getattr(node, "target", None)]
            for target in (one for group in assigned for one in getattr(group, "elts", [group])):
                if isinstance(target, ast.Attribute) and target.attr == "state":
                    assert name(path) == "tongban/lifecycle/table.py", f"{name(path)}:{target.lineno}"


def test_writing_statements_go_through_mapped_classes() -> None:
    """What is written past the ORM is lost without an error, since nobody tells the transaction of it."""
    verbs = "insert|update|delete"
    core = rf"""__table__\.(?:{verbs})\(|\b(?:{verbs})\(\w+\.__table__|\btext\(\s*["'](?i:{verbs})"""
    assert not lines_with(core, [path for path in ours(".py") if "versions" not in path.parts])


def test_tests_make_folders_only_where_they_are_removed() -> None:
    """By pytest's ``tmp_path``, or by ``tests.support.scratch``, which also sweeps up after killed runs."""
    tests = [path for path in tracked(".py") if path.relative_to(ROOT).parts[0] == "tests"]
    own = {ROOT / "tests" / "support" / "scratch.py", Path(__file__)}
    made = r"mkdtemp|mkstemp|gettempdir|NamedTemporaryFile|TemporaryDirectory|[\"']/(tmp|var/tmp|dev/shm)\b"
    assert lines_with(made, [path for path in tests if path not in own]) == []
