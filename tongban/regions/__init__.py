"""Regions: rows with a code, a name that may change, and a place in the chain from the nation down."""
