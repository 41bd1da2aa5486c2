"""Following a case by number and query code (查进度), without signing in."""
