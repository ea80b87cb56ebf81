"""Readings: what analysers read from exhibits, memoised in columnar files."""
