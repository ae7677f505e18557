"""What people declare: the topology file, its models, rules, schema and secret references."""
