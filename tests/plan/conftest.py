"""A profile for mutation testing, where every test runs hundreds of times."""

from hypothesis import settings

settings.register_profile("mutation", max_examples=8, derandomize=True, deadline=None)
