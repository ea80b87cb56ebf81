"""`python -m probata`: the command line."""

from probata.app.cli import main

main()
