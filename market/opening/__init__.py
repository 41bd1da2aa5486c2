"""Closing, opening and selection of a need."""
