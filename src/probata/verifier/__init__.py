"""The script that verifies an inquiry with Probata absent; a copy of it lies in every inquiry."""

from pathlib import Path

SCRIPT = Path(__file__).with_name("verify_inquiry.py")
"""The script's file, to be copied as it is."""
