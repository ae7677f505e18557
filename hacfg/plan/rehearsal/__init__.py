"""Playing a plan through the model of HA before a unit is touched.

It knows steps and situations, and neither planner nor procedures: the generator is an argument.
"""

from hacfg.plan.rehearsal.again import Replan, Replanned
from hacfg.plan.rehearsal.rehearse import Brief, rehearse

__all__ = ["Brief", "Replan", "Replanned", "rehearse"]
