"""The analysers, one file each, and the visible list of them."""
