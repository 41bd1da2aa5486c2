"""What became of a need after the selection, as everybody may know it (domain rules §2.11)."""
