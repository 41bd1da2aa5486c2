"""The chain of every region, in memory: access asks it several times per request."""

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tongban.regions.codes import NATION, ancestors_by_code, is_region_code
from tongban.regions.models import Region


class RegionTree:
    """Parents of all regions, read on first use; a code asked for later is looked up by itself."""

    def __init__(self, reads: "sessionmaker[Session]") -> None:
        self._reads = reads
        self._parents: dict[str, str | None] = {}

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The chain from the nation down to ``code`` itself, as ``tongban.regions.service.chain`` gives it.

        A region in no table hangs under the nearest ancestor that its code shows and the table knows, else
        under the nation. What is no code at all has only itself, so that no grant from above reaches it.
        """
        if not is_region_code(code):
            return (code,)
        chain: list[str] = []
        current: str | None = code
        while current is not None and current not in chain:
            if current not in self._parents:
                self._learn(current)
            chain.append(current)
            current = self._above(current)
        return tuple(reversed(chain))

    def _above(self, code: str) -> str | None:
        if code == NATION:
            return None
        if code in self._parents:
            return self._parents[code] or NATION
        known = (above for above in reversed(ancestors_by_code(code)) if above in self._parents)
        return next(known, NATION)

    def _learn(self, code: str) -> None:
        with self._reads() as session:
            rows = select(Region.code, Region.parent_code)
            if self._parents:
                rows = rows.where(Region.code.in_([code, *ancestors_by_code(code)]))
            found = {row.code: row.parent_code for row in session.execute(rows)}
        # A new dictionary, so that another thread never reads a half-filled one.
        self._parents = {**self._parents, **found}
