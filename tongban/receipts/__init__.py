"""Signed time receipts: what was received, when, and a signature that anyone can check."""
