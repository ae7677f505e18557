"""Tests of the whole: a topology file, simulated units over real HTTPS, plan and apply."""
