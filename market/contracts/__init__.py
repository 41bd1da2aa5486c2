"""Contracts (合同) and deliverables (服务成果)."""
