"""Tokens with which programs act for a person: shown once, kept as digests, ended at any time."""
