"""What is kept between runs: journal, history, locks, digests of secrets; SQLite or PostgreSQL."""
