"""What a region answers, and who said so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Source = Literal["confirmed", "background", "practice", "default"]
SOURCES: tuple[Source, ...] = ("confirmed", "background", "practice", "default")

SOURCE_WORDS: Mapping[str, str] = {
    "confirmed": "已确认",
    "background": "演示值（尚待本地确认）",
    "practice": "演示值（演练用）",
    "default": "系统默认值",
}

LEVEL_WORDS: Mapping[str, str] = {
    "nation": "国家",
    "province": "省级",
    "city": "市级",
    "county": "县级",
    "zone": "开发区",
    "core": "系统",
}


@dataclass(frozen=True)
class Answer:
    """One resolved answer: the value and its provenance.

    ``plugin`` is the plugin's name, ``version`` its version, ``region`` and ``level`` where it belongs.
    ``impl_version`` is set when code, not data, answered.
    """

    key: str
    value: Any
    plugin: str
    version: str
    region: str
    level: str
    basis: str = ""
    since: date | None = None
    source: Source = "confirmed"
    impl_version: str | None = None

    @property
    def is_demo(self) -> bool:
        """Nobody responsible has confirmed it: pages mark it 演示值."""
        return self.source in ("background", "practice")

    @property
    def source_words(self) -> str:
        """How much the value can be relied on, in Chinese."""
        return SOURCE_WORDS[self.source]

    @property
    def level_words(self) -> str:
        """The level of the region that answered, in Chinese."""
        return LEVEL_WORDS.get(self.level, self.level)

    def to_json(self) -> dict[str, Any]:
        """As stored in a snapshot."""
        return {
            "value": self.value,
            "plugin": self.plugin,
            "version": self.version,
            "region": self.region,
            "level": self.level,
            "basis": self.basis,
            "since": self.since.isoformat() if self.since else None,
            "source": self.source,
            "impl_version": self.impl_version,
        }

    @classmethod
    def from_json(cls, key: str, stored: Mapping[str, Any]) -> "Answer":
        """Read back what ``to_json`` wrote; unknown fields of a later version are ignored."""
        known = {name: stored.get(name) for name in ("plugin", "version", "region", "level", "basis")}
        since = stored.get("since")
        return cls(
            key=key,
            value=stored["value"],
            since=date.fromisoformat(since) if since else None,
            source=stored["source"],
            impl_version=stored.get("impl_version"),
            **{name: text or "" for name, text in known.items()},
        )


@dataclass(frozen=True)
class PackRef:
    """Which version of which plugin had a say: enough to find it again and to tell it from another."""

    source: str
    region: str
    name: str
    version: str
    kind: str
    hash: str


@dataclass(frozen=True)
class CodeRef:
    """Which implementation of a hook decides: enough to call that one and no other."""

    hook: str
    source: str
    plugin: str
    impl_version: str


Standing = Literal[
    "in_force", "merged", "overridden", "future", "expired", "pack_future", "unapproved", "off"
]

STANDING_WORDS: Mapping[str, str] = {
    "in_force": "采用",
    "merged": "部分采用（与更近一级合并）",
    "overridden": "被更近一级取代",
    "future": "尚未生效",
    "expired": "已失效",
    "pack_future": "所在规则文件尚未生效",
    "unapproved": "所在规则文件未经批准",
    "off": "插件已停用",
}


@dataclass(frozen=True)
class Said:
    """One line of an explanation: what a level said about a key, and whether it counts."""

    answer: Answer
    standing: Standing

    @property
    def words(self) -> str:
        """Whether it counts, in Chinese."""
        return STANDING_WORDS[self.standing]
