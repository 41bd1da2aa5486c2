"""Needs (需求): posting, formal check, publishing, showcase."""
