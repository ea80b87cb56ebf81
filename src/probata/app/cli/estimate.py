"""`probata estimate …`: the statistics alone, on a CSV file, without an inquiry."""

import typer

from probata.app.cli import estimate_agreement, estimate_population, estimate_proportion

app = typer.Typer(help="Estimates from a CSV file; no inquiry is needed.", no_args_is_help=True)
for command in (estimate_population, estimate_proportion, estimate_agreement):
    command.register(app)
