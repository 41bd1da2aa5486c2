"""The pages of an award."""
