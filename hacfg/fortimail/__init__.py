"""All that knows the appliance: dialects, compiling, the REST client, observing, the HA model."""
