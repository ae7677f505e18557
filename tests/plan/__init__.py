"""Tests of hacfg.plan."""
