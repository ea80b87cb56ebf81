"""Linkage: scored proposals that two things are the same, with reasons."""
