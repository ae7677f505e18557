"""Plans that are proved safe: of what, how thoroughly, and that bad ones are refused."""
