"""Views of accounts, one module per family of pages."""
