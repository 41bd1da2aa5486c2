"""The pages of a need."""
