"""Whole-process agency (全程代办)."""
