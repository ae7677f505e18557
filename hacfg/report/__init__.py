"""What people and machines get to see; the only place that formats. Pure: returns text."""
