"""The host application: everything both halves stand on, and the factory that puts them together."""
