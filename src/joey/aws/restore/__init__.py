"""A new cluster from a snapshot or a moment of another, made ready for a stack."""

from joey.aws.restore.cluster import Restored, restore
from joey.aws.restore.plan import Plan, plan

__all__ = ["Plan", "Restored", "plan", "restore"]
