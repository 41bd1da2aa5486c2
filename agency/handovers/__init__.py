"""Hand-overs (移交): a case goes from one agent to another, who accepts it (domain rules §3.1)."""
