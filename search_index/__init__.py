"""Full-text search: what is findable, how Chinese is cut into terms, and the index that holds it."""
