"""Carrying out a plan: compare, write, read back, wait; step by step."""
