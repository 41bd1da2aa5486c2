"""浏阳市: a county whose rules need a program beside the rule file."""

from plugins.liuyang.plugin import Liuyang

__all__ = ["Liuyang"]
