"""Playing a plan through the model of HA before a unit is touched."""
