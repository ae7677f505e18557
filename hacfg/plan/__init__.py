"""From difference to ordered steps: changes, procedures, steps, the plan file. Pure."""
