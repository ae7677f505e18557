"""Tests of the practices; a package, as they share groups to judge."""
