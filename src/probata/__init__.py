"""Probata: an inquiry workbench, from exhibits to figures that hold up."""

__version__ = "0.1.0"
