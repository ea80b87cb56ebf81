"""Estimates that rest on how a sample was drawn, and on nothing else."""
