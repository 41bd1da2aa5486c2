"""The pages of an entrant."""
