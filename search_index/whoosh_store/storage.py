"""The files of one opening of the index, all closed together: Whoosh leaves some of them to chance."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage


class Storage(FileStorage):
    """Files in a folder, read and not mapped: a mapped file that is cut short kills whoever touches it."""

    def __init__(self, folder: Path | str) -> None:
        super().__init__(str(folder), supports_mmap=False)
        self._opened: list[Any] = []

    def open_file(self, name: str, **options: Any) -> Any:
        """Open a file for reading."""
        return self._kept(super().open_file(name, **options))

    def create_file(self, name: str, **options: Any) -> Any:
        """Open a file for writing."""
        return self._kept(super().create_file(name, **options))

    def temp_storage(self, name: str | None = None) -> Any:
        """A folder for sorted runs."""
        below = Storage(super().temp_storage(name).folder)
        self._opened.append(below)
        return below

    def close(self) -> None:
        """Whoosh closes storages that it shares with other readers: here that is no end."""

    def close_files(self) -> None:
        """Close every file that was opened through here."""
        while self._opened:
            opened = self._opened.pop()
            with suppress(Exception):
                opened.close_files() if isinstance(opened, Storage) else opened.close()

    def _kept(self, opened: Any) -> Any:
        self._opened.append(opened)
        return opened
