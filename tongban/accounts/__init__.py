"""Accounts: people, organisations, memberships, sessions and signing in."""
