"""Tests of drift, status and comparison; a package, as they share groups."""
