"""Every kind of object: one module each, and this tuple, whose order settles what needs leave open.

Definition, which stands for every other kind, comes early: of a cast or an operator PostgreSQL doesn't record who
uses it.
"""

from __future__ import annotations

from joey.postgres.kinds.byproduct import BackingIndex, OutputColumn, RowType
from joey.postgres.kinds.clustering import Clustering
from joey.postgres.kinds.column import Column
from joey.postgres.kinds.column_settings import ColumnSettings
from joey.postgres.kinds.comment import Comment
from joey.postgres.kinds.composite import Composite
from joey.postgres.kinds.constraint import Check, Exclusion, ForeignKey, Key
from joey.postgres.kinds.default import Default
from joey.postgres.kinds.definition import Definition
from joey.postgres.kinds.dependence import Dependence
from joey.postgres.kinds.domain import Domain, DomainConstraint
from joey.postgres.kinds.enum import Enum
from joey.postgres.kinds.event_trigger import EventTrigger
from joey.postgres.kinds.extension import Extension
from joey.postgres.kinds.grants import DefaultPrivileges, Grants
from joey.postgres.kinds.identity import Identity
from joey.postgres.kinds.index import Index
from joey.postgres.kinds.inheritance import Inheritance
from joey.postgres.kinds.member_grants import MemberGrants
from joey.postgres.kinds.not_null import NotNull
from joey.postgres.kinds.owner import Owner
from joey.postgres.kinds.policy import Policy
from joey.postgres.kinds.publication import Publication, Published
from joey.postgres.kinds.range import Range
from joey.postgres.kinds.replica_identity import ReplicaIdentity
from joey.postgres.kinds.routine import Aggregate, Function, Procedure
from joey.postgres.kinds.schema import Schema
from joey.postgres.kinds.sequence import OwnedSequenceRole, Sequence, SequenceOwner
from joey.postgres.kinds.statistics import Statistics
from joey.postgres.kinds.table import Table
from joey.postgres.kinds.trigger import Rule, Trigger, TriggerState
from joey.postgres.kinds.view import MaterializedView, View
from joey.postgres.object import Object

KINDS: tuple[type[Object], ...] = (
    Schema,
    Extension,
    Definition,
    Enum,
    Composite,
    Range,
    Domain,
    DomainConstraint,
    Sequence,
    Table,
    Column,
    Default,
    NotNull,
    Identity,
    Key,
    Check,
    Exclusion,
    ForeignKey,
    Function,
    Procedure,
    Aggregate,
    View,
    MaterializedView,
    ColumnSettings,
    OutputColumn,
    BackingIndex,
    RowType,
    Index,
    Inheritance,
    Owner,
    OwnedSequenceRole,
    SequenceOwner,
    ReplicaIdentity,
    Clustering,
    Statistics,
    Rule,
    Trigger,
    TriggerState,
    Policy,
    Publication,
    Published,
    Grants,
    Comment,
    Dependence,
    MemberGrants,
    DefaultPrivileges,
    EventTrigger,
)
