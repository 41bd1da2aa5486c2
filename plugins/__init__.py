"""Local rules: the chain of regions, the rule files, and the bundled plugins."""

from plugins.wiring import includeme

__all__ = ["includeme"]
