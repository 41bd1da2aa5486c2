"""Every change leaves an event in a hash chain of the thing it changed."""
