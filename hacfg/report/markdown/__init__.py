"""Markdown for merge requests and pull requests, within what their readers take."""
