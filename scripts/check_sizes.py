"""No file longer than 400 lines, no function longer than 50: what is longer does two things."""

import ast
import subprocess
import sys
from pathlib import Path

FILE_LINES, FUNCTION_LINES = 400, 50
SUFFIXES = (".py", ".jinja2", ".pt", ".js", ".css", ".sh")
#: Not written here.
FOREIGN = ("/vendor/", "migrations/versions/")


def tracked() -> list[Path]:
    """The source files that git knows or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    names = [name for name in listed if name.endswith(SUFFIXES)]
    paths = [Path(name) for name in names if not any(part in f"/{name}" for part in FOREIGN)]
    return [path for path in paths if path.exists()]


def too_long(path: Path) -> list[str]:
    """What is too long in one file."""
    text = path.read_text(encoding="utf-8")
    found = []
    if (lines := text.count("\n")) > FILE_LINES:
        found.append(f"{path}: {lines} lines")
    if path.suffix == ".py":
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        for node in ast.walk(ast.parse(text)):
            if (
                isinstance(node, functions)
                and (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
            ):
                found.append(f"{path}:{node.lineno}: {node.name} has {length} lines")
    return found


if __name__ == "__main__":
    complaints = [line for path in tracked() for line in too_long(path)]
    print("\n".join(complaints) if complaints else "sizes: fine")
    sys.exit(bool(complaints))
