"""The command line: one module a verb; the only importer of typer."""
