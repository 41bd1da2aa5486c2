"""The chain of every region, in memory: access asks it several times per request."""

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tongban.regions.codes import parent_by_code
from tongban.regions.models import Region


class RegionTree:
    """Parents of all regions, read on first use and again when an unknown code is asked for."""

    def __init__(self, reads: "sessionmaker[Session]") -> None:
        self._reads = reads
        self._parents: dict[str, str | None] = {}

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The chain from the nation down to ``code`` itself; by the code's digits where no table knows it."""
        if code not in self._parents:
            self._load()
        chain: list[str] = []
        current: str | None = code
        while current is not None and current not in chain:
            chain.append(current)
            current = self._parents.get(current, parent_by_code(current))
        return tuple(reversed(chain))

    def _load(self) -> None:
        with self._reads() as session:
            rows = session.execute(select(Region.code, Region.parent_code))
            self._parents = {row.code: row.parent_code for row in rows}
