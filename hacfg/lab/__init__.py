"""Simulated FortiMail units over real HTTPS on loopback; their HA resources are inferred."""
