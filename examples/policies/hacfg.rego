# Rules of a company on plans of hacfg, for conftest or any other Rego engine:
#
#   conftest test mail-east.plan.json --policy hacfg.rego
#
# A plan has the shape of `terraform show -json`; what is hacfg's own is under `hacfg`.
package main

import rego.v1

# What a plan removes, somebody has to remove by hand and on purpose.
deny contains message if {
	some change in input.resource_changes
	"delete" in change.change.actions
	message := sprintf("%s would be destroyed", [change.address])
}

# HA-09: with a NAS, mail data is not synchronised as well.
deny contains message if {
	some storage in managed("fortimail_mail_storage")
	storage.values.kind == "nas"
	some settings in managed("fortimail_ha")
	settings.values.mail_data_sync
	message := sprintf("%s synchronises mail data although it is on a NAS", [settings.address])
}

# A plan that stops mail waits for the change board, which merges it by hand.
deny contains message if {
	some step in input.hacfg.steps
	startswith(step.mail, "stops")
	message := sprintf("step %d: mail %s", [step.number, step.mail])
}

# What could not be read is no basis for anything.
deny contains "not everything could be read" if not input.complete

managed(type) := [resource |
	some resource in input.planned_values.root_module.resources
	resource.type == type
]
