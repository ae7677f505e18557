"""Findings in the forms that other tools read: SARIF, JUnit XML, GitHub's annotations."""
