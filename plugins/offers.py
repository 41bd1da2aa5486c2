"""What plugin folders and Python packages offer, before the table takes it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from plugins.declared import PARAMETERS
from plugins.problems import Problem, problem
from plugins.python_plugins import PythonPlugin
from plugins.rulefile import RuleFile, read_file
from tongban.canonical import canonical, sha256_hex

#: The rule files that come with the product.
BUNDLED = Path(__file__).resolve().parent / "bundled"


@dataclass(frozen=True)
class Offer:
    """A valid plugin on its way into the table; ``names_place`` when its file may name a region."""

    source: str
    kind: str
    file: RuleFile
    shown: str
    names_place: bool = True

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical content, hexadecimal."""
        return sha256_hex(canonical(self.file.content()))


@dataclass
class Offers:
    """Everything that was read, good and bad. ``read`` names every file by its source, refused ones too."""

    good: list[Offer] = field(default_factory=list)
    faults: dict[str, list[Problem]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    read: dict[str, Path] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        """All faults in the order of reading."""
        return [one for faults in self.faults.values() for one in faults]


def read_offers(folders: Iterable[Path], python: Sequence[PythonPlugin] = ()) -> Offers:
    """Read all rule files of the folders and of the packages."""
    offers = Offers()
    for folder in folders:
        origin = "bundled" if folder.resolve() == BUNDLED else "local"
        for path in sorted(folder.glob("*.toml")):
            source = f"{origin}:{path.stem}"
            offers.read[source] = path
            file = _read(path, source, offers)
            if file is not None:
                offers.good.append(Offer(source, "toml", file, path.name))
    for plugin in python:
        offers.good += _of_package(plugin, offers)
    return offers


def _read(path: Path, source: str, offers: Offers) -> RuleFile | None:
    file, problems = read_file(path, PARAMETERS)
    offers.faults.setdefault(source, []).extend(problems)
    offers.notes += file.notes if file else []
    return file


def _of_package(plugin: PythonPlugin, offers: Offers) -> list[Offer]:
    """A package has a pack in each of its regions, with rules where its own file says so."""
    own = _read(plugin.rule_file, plugin.source, offers) if plugin.rule_file else None
    if own is not None and own.region not in plugin.regions:
        why = f"地区 {own.region} 不在插件 {plugin.name} 的适用地区之内"
        offers.faults.setdefault(plugin.source, []).append(problem(plugin.package, why))
        own = None
    found = []
    for code in plugin.regions:
        mine = own is not None and own.region == code
        file = own if own is not None and mine else RuleFile(code, plugin.name)
        file.label = plugin.version
        file.code = {"impl_version": plugin.current, "hooks": list(plugin.hooks)} if plugin.hooks else None
        found.append(Offer(plugin.source, "python", file, plugin.package, names_place=mine))
    return found
