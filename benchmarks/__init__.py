"""Measurements of hacfg: `make bench`. Figures, no verdicts; nothing here is a test."""
