"""Statements over a whole inquiry: parties, commitments, consistency, and what is drafted from what was confirmed."""
