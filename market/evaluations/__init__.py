"""Service evaluations (服务评价)."""
