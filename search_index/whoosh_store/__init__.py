"""The Whoosh backend: schema, the folder with its locks and its swap, reading, writing."""

from search_index.whoosh_store.backend import WhooshBackend

__all__ = ["WhooshBackend"]
