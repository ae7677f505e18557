"""The fault matrix: an apply that something happens to at every call and every journal write."""
