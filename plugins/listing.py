"""Every plugin this site knows of, from table, folders and packages, with what is wrong with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from plugins.installed import Found
from plugins.load import latest_versions
from plugins.offers import Offer, Offers, read_offers
from plugins.problems import Problem
from tongban.rules.models import RulePack


@dataclass
class Listed:
    """One plugin, in all its regions; the shape of ``tongban plugin list --json``."""

    name: str
    version: str
    regions: list[str]
    kind: str
    enabled: bool
    source: str
    problems: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, object]:
        """As printed."""
        return dict(self.__dict__)


def list_plugins(session: Session, folders: Iterable[Path], found: Found) -> list[Listed]:
    """All plugins by source: those of the table first, then those that were refused."""
    offers = read_offers(folders, found.plugins)
    rows: dict[str, list[RulePack]] = {}
    for (_region, source), row in sorted(latest_versions(session).items()):
        rows.setdefault(source, []).append(row)
    listed = [_known(source, versions, offers, found) for source, versions in rows.items()]
    listed += [_new(offer) for offer in offers.good if offer.source not in rows]
    listed += [
        _refused(source, path, offers)
        for source, path in offers.read.items()
        if source not in rows and all(offer.source != source for offer in offers.good)
    ]
    return listed + [_unfit(one) for one in found.problems if f"python:{one.file}" not in rows]


def _known(source: str, rows: Sequence[RulePack], offers: Offers, found: Found) -> Listed:
    kind = rows[0].kind
    newest = max(rows, key=lambda row: row.version)
    return Listed(
        name=newest.name,
        version=newest.label if kind == "python" else str(newest.version),
        regions=[row.region for row in rows],
        kind=kind,
        enabled=any(row.enabled and row.approved_by is not None for row in rows)
        and not _refused_here(source, found),
        source=source,
        problems=[
            *_state_problems(rows, offers),
            *_package_problems(rows, found),
            *_file_problems(source, offers),
        ],
    )


def _package_problems(rows: Sequence[RulePack], found: Found) -> list[str]:
    """Why a package in the table does not run here; its rules are data and stay in force."""
    source = rows[0].source
    if rows[0].kind != "python" or any(plugin.source == source for plugin in found.plugins):
        return []
    return _refused_here(source, found) or ["本机没有装这个插件包，只沿用它带来的规则数据"]


def _refused_here(source: str, found: Found) -> list[str]:
    return [str(one) for one in found.problems if f"python:{one.file}" == source]


def _state_problems(rows: Sequence[RulePack], offers: Offers) -> list[str]:
    waiting = [row for row in rows if row.approved_by is None]
    problems = [f"{row.region}：第 {row.version} 版未经批准，尚未采用" for row in waiting]
    source = rows[0].source
    if rows[0].kind == "toml" and source not in offers.read:
        problems.append("文件已不在规则文件夹中，仍按库中的版本执行")
    offered = {offer.file.region: offer.hash for offer in offers.good if offer.source == source}
    changed = any(offered.get(row.region, row.hash) != row.hash for row in rows if row.enabled)
    return [*problems, "文件已修改，尚未装载"] if changed else problems


def _file_problems(source: str, offers: Offers) -> list[str]:
    return [str(one) for one in offers.faults.get(source, ())]


def _new(offer: Offer) -> Listed:
    return Listed(
        name=offer.file.name,
        version=offer.file.label if offer.kind == "python" else "",
        regions=[offer.file.region],
        kind=offer.kind,
        enabled=False,
        source=offer.source,
        problems=["尚未装载"],
    )


def _refused(source: str, path: Path, offers: Offers) -> Listed:
    return Listed(path.stem, "", [], "toml", False, source, _file_problems(source, offers))


def _unfit(one: Problem) -> Listed:
    return Listed(one.file, "", [], "python", False, f"python:{one.file}", [str(one)])
