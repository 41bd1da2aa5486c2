"""A stash in memory, for tests of features with uploads."""

from tongban.fields import Upload


class MemoryStash:
    """Keeps files under counted keys."""

    def __init__(self) -> None:
        self.files: dict[str, Upload] = {}

    def stash(self, upload: Upload) -> str:
        """Keep a file."""
        key = f"kept-{len(self.files) + 1}"
        self.files[key] = upload
        return key

    def fetch(self, key: str) -> Upload | None:
        """A file kept before."""
        return self.files.get(key)
