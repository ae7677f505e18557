"""A plan as one HTML file: a report on a screen, a runbook on paper. The only user of jinja2."""
