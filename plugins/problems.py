"""What is wrong with a plugin, in one plain line."""

from dataclasses import dataclass

from tongban.rules.values import shown

_NOTHING = object()


@dataclass(frozen=True)
class Problem:
    """``file`` (or package), ``key`` and ``value`` where there are such, and ``why`` in Chinese."""

    file: str
    why: str
    key: str = ""
    value: str = ""

    def __str__(self) -> str:
        middle = f"{self.key} = {self.value}" if self.key and self.value else self.key
        return "：".join(part for part in (self.file, middle, self.why) if part)


def problem(file: str, why: str, key: str = "", value: object = _NOTHING) -> Problem:
    """A problem that shows the value as its writer wrote it."""
    return Problem(file, why, key, "" if value is _NOTHING else shown(value))
