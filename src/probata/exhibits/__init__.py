"""Exhibits: write-once bytes by digest, and the intake that preserves them."""
