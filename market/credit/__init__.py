"""The credit ledger (信用台账)."""
