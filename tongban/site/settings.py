"""The settings of a site, read once from the ini file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyramid.settings import asbool


@dataclass(frozen=True)
class Site:
    """What kind of site this is and where it keeps things."""

    name: str
    region: str
    public_url: str
    complaint_phone: str
    practice: bool
    embedded_worker: bool
    data_dir: Path

    def path(self, *parts: str) -> Path:
        """A path inside the data folder."""
        return self.data_dir.joinpath(*parts)


def site_from_settings(settings: Mapping[str, Any]) -> Site:
    """Read the ``tongban.*`` settings."""
    return Site(
        name=settings.get("tongban.site_name", "通办"),
        region=settings.get("tongban.region", "000000"),
        public_url=settings.get("tongban.public_url", "http://127.0.0.1:6543").rstrip("/"),
        complaint_phone=settings.get("tongban.complaint_phone", ""),
        practice=asbool(settings.get("tongban.practice", False)),
        embedded_worker=settings.get("tongban.worker", "separate") == "embedded",
        data_dir=Path(settings.get("tongban.data_dir", "data")).resolve(),
    )
