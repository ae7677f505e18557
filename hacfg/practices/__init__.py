"""The ten best practices of FortiMail HA and derived rules, as pure functions that find."""
