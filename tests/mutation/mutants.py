"""The mutants of a file, by the operators of mutmut, and the function that each of them changes."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from fnmatch import fnmatch
from pathlib import Path
from types import CodeType
from typing import Any

from tests.mutation.survivors import Change
from tests.mutation.workplace import FOLDER


@dataclass(frozen=True, slots=True)
class Spot:
    """A function by where it begins, for two lambdas of a file have the same name."""

    path: str
    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed file. ``spot`` is the function that is different, none for what runs at import."""

    path: Path
    change: Change
    source: str
    spot: Spot | None

    def code(self) -> CodeType:
        """The changed function, compiled."""
        return next(code for spot, code in functions(_compiled(self.path, self.source)) if spot == self.spot)


def spot_of(code: CodeType) -> Spot:
    """Where this function begins."""
    return Spot(code.co_filename, code.co_qualname, code.co_firstlineno)


def functions(code: CodeType) -> Iterator[tuple[Spot, CodeType]]:
    """The functions and lambdas of a module and its classes, but none within a function."""
    for inner in _within(code):
        if _is_function(inner):
            yield spot_of(inner), inner
        else:
            yield from functions(inner)


def mutated_files(prefix: str) -> list[Path]:
    """The files that the configuration of mutmut names, of modules whose names begin like this."""
    text = (FOLDER / "pyproject.toml").read_text(encoding="utf-8")
    settings: dict[str, Any] = tomllib.loads(text)["tool"]["mutmut"]
    files = sorted(path for glob in settings["only_mutate"] for path in FOLDER.glob(glob))
    return [
        path
        for path in files
        if dotted(path).startswith(prefix)
        and not any(fnmatch(path.relative_to(FOLDER).as_posix(), glob) for glob in settings["do_not_mutate"])
    ]


def dotted(path: Path) -> str:
    """The name of the module in this file."""
    return path.relative_to(FOLDER).with_suffix("").as_posix().replace("/", ".")


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file that Python can read; a mutant that it cannot is no mistake of ours."""
    code = path.read_text(encoding="utf-8")
    before = _compiled(path, code)
    module, mutations = _mutations(path, code)
    for mutation in mutations:
        source = module.deep_replace(mutation.original_node, mutation.mutated_node).code
        try:
            spot = _changed(before, _compiled(path, source))
        except SyntaxError:
            continue
        where = dotted(path) + (f".{spot.name}" if spot else "")
        yield Mutant(path, Change(where, *_differing(code, source)), source, spot)


def _compiled(path: Path, source: str) -> CodeType:
    return compile(source, str(path), "exec")


def _within(code: CodeType) -> list[CodeType]:
    return [constant for constant in code.co_consts if isinstance(constant, CodeType)]


def _is_function(code: CodeType) -> bool:
    optimized = 1
    return bool(code.co_flags & optimized)


def _changed(before: CodeType, after: CodeType) -> Spot | None:
    """The one function that differs, or none where something outside functions does."""
    then, now = dict(functions(before)), dict(functions(after))
    differing = [spot for spot in then if spot not in now or then[spot] != now[spot]]
    if then.keys() != now.keys() or len(differing) != 1 or _imported(before) != _imported(after):
        return None
    return differing[0]


def _imported(code: CodeType) -> list[object]:
    """What runs when the module is imported: its instructions and those of its classes."""
    own = [constant for constant in code.co_consts if not isinstance(constant, CodeType)]
    classes = [_imported(inner) for inner in _within(code) if not _is_function(inner)]
    return [code.co_code, code.co_names, [(type(value), value) for value in own], classes]


def _mutations(path: Path, code: str) -> tuple[Any, list[Any]]:
    import libcst as cst
    from libcst.metadata import MetadataWrapper
    from mutmut.mutation.file_mutation import MutationVisitor
    from mutmut.mutation.mutators import mutation_operators
    from mutmut.mutation.pragma_handling import get_ignored_lines

    class Everywhere(MutationVisitor):
        def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
            if isinstance(node, cst.Assign) and _is_for_type_checkers(node):
                return True
            if isinstance(node, cst.FunctionDef) and node.decorators:
                return False
            return super()._skip_node_and_children(node)

    wrapper = MetadataWrapper(cst.parse_module(code))
    visitor = Everywhere(mutation_operators, get_ignored_lines(str(path), code, wrapper))
    return wrapper.visit(visitor), visitor.mutations


def _is_for_type_checkers(node: Any) -> bool:
    """Whether only a type checker reads this assignment: ``__all__``, a name for a type, a type variable."""
    import libcst.matchers as m

    name = m.Assign(targets=[m.AssignTarget(m.Name("__all__"))])
    title = m.Name(value=m.MatchIfTrue(str.istitle))
    kind = m.Subscript(title | m.Name("dict") | m.Name("tuple") | m.Name("list"))
    return m.matches(node, name | m.Assign(value=kind | m.Call(m.Name("TypeVar"))))


def _differing(old: str, new: str) -> tuple[str, str]:
    lines = list(unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm=""))[2:]
    was, now = ("\n".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    return was, now
