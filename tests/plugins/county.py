"""A county to try rules in: a database with regions, a folder for rule files, a provider."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from plugins.declared import PARAMETERS
from plugins.facade import Hooks
from plugins.load import LoadReport, load_packs
from plugins.provider import Provider
from plugins.python_plugins import Discovery, PythonPlugin
from tongban.rules import RuleSet

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


@dataclass
class County:
    """A database with regions and bundled rules, a folder for rule files, and a provider."""

    session: Session
    folder: Path
    provider: Provider
    now: datetime = NOW

    def write(self, text: str, name: str = "county.toml") -> Path:
        """Put a rule file into the folder."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def load(self, text: str | None = None, name: str = "county.toml", **options: Any) -> LoadReport:
        """Write a file and load the folder, a minute later each time."""
        if text is not None:
            self.write(text, name)
        self.now += timedelta(minutes=1)
        return load_packs(self.session, self.now, [self.folder], **options)

    def rules(self, code: str, at: datetime | None = None) -> RuleSet:
        """The rules of a region now, or at a moment."""
        return self.provider.for_region(code, at or self.now, self.session)

    def with_python(self, *plugins: PythonPlugin, seconds: float = 2.0) -> LoadReport:
        """Install Python plugins and take them into the table."""
        self.provider = Provider(PARAMETERS, Hooks(Discovery(plugins), seconds))
        return self.load(python=plugins)
