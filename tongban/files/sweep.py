"""Removing uploads that no form ever sent."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pyramid.registry import Registry
from sqlalchemy import select

from tongban.clock import SystemClock
from tongban.files.models import StoredFile
from tongban.files.store import blob_path

if TYPE_CHECKING:
    from tongban.outbox.handlers import JobHandler
    from tongban.work import Work

SWEEP_EVERY = timedelta(hours=6)
#: A stashed file outlives a long evening of form filling, not more.
KEEP = timedelta(days=1)


def make_sweep(registry: Registry) -> "JobHandler":
    """The job that removes stashed files older than ``KEEP``, and bytes that no row names any more."""

    def sweep(work: "Work") -> None:
        folder = registry["tongban.site"].path("files")
        old = select(StoredFile).where(
            StoredFile.thing_kind.is_(None), StoredFile.uploaded_at < work.now - KEEP
        )
        for row in work.session.scalars(old).all():
            others = select(StoredFile.id).where(StoredFile.sha256 == row.sha256, StoredFile.id != row.id)
            path = blob_path(folder, row.sha256)
            if work.session.scalar(others.limit(1)) is None and path.exists() and _is_old(path):
                path.unlink()
            work.session.delete(row)

    return sweep


def _is_old(path: Path) -> bool:
    touched = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return touched < SystemClock().now() - timedelta(minutes=10)
