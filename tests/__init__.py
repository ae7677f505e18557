"""Tests of hacfg."""
