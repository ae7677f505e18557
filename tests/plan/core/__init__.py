"""What the middle of planning promises, without its procedures and proofs."""
