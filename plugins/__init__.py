"""Local rules: the chain of regions, the rule files, and the bundled plugins."""
