"""Looking at running groups: drift, status, comparison; pure, from what was read."""
