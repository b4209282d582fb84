"""What Jocular Kangaroo remembers: children, the help they get, and whether it helps.

A *student* who needs more than the classroom gives is enrolled in an *intervention*: one *program*, delivered by one
member of staff, towards *goals* that are measured. Every *session* leaves *attendance* and perhaps a *note*.

What SQL says better than Python lives next door in `sql/`: the caseload view, the audit trigger, the row policies.
"""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import Annotated, Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Computed,
    Date,
    DateTime,
    Enum,
    ForeignKey,
    Identity,
    Index,
    MetaData,
    Numeric,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Tier(enum.StrEnum):
    """How much support a program gives, after the three tiers of MTSS."""

    UNIVERSAL = "universal"
    TARGETED = "targeted"
    INTENSIVE = "intensive"


class InterventionStatus(enum.StrEnum):
    """Where an intervention stands."""

    PLANNED = "planned"
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    DISCONTINUED = "discontinued"


class AttendanceMark(enum.StrEnum):
    """Whether a student was there."""

    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    ABSENT = "absent"


class Visibility(enum.StrEnum):
    """Who may read a note."""

    AUTHOR = "author"
    TEAM = "team"
    SCHOOL = "school"


def _labels(of: type[enum.Enum]) -> list[str]:
    return [member.value for member in of]


# How Python's types are written in PostgreSQL.
TYPES = {
    int: BigInteger,
    str: Text,
    list[str]: ARRAY(Text),
    dict[str, Any]: JSONB,
    dt.date: Date,
    dt.datetime: DateTime(timezone=True),
    Tier: Enum(Tier, name="tier", values_callable=_labels),
    InterventionStatus: Enum(InterventionStatus, name="intervention_status", values_callable=_labels),
    AttendanceMark: Enum(AttendanceMark, name="attendance_mark", values_callable=_labels),
    Visibility: Enum(Visibility, name="visibility", values_callable=_labels),
}

# Columns that many tables share, each described once.
Id = Annotated[int, mapped_column(BigInteger, Identity(always=True), primary_key=True)]
Name = Annotated[str, mapped_column(String(120))]
Moment = Annotated[dt.datetime, mapped_column(DateTime(timezone=True))]
Created = Annotated[dt.datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]


class Base(DeclarativeBase):
    """The base of all models: names that PostgreSQL and people agree on, and types that Python needn't repeat."""

    metadata = MetaData(
        naming_convention={
            "pk": "%(table_name)s_pkey",
            "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "ck": "%(table_name)s_%(constraint_name)s_check",
            "ix": "%(table_name)s_%(column_0_N_name)s_idx",
        }
    )
    type_annotation_map = TYPES


# People and places --------------------------------------------------------------------------------


class School(Base):
    """A school. Its principal is a user, and users belong to a school: the two tables refer to each other."""

    __tablename__ = "schools"
    __table_args__ = (UniqueConstraint("district", "name"),)

    id: Mapped[Id]
    name: Mapped[Name]
    district: Mapped[Name]
    timezone: Mapped[str] = mapped_column(server_default="America/Los_Angeles")
    principal_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[Created]

    principal: Mapped[User | None] = relationship(foreign_keys=principal_id, post_update=True)
    students: Mapped[list[Student]] = relationship(back_populates="school")


class User(Base):
    """Someone who signs in: a teacher, an interventionist, an administrator."""

    __tablename__ = "users"

    id: Mapped[Id]
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id", ondelete="SET NULL"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    display_name: Mapped[Name]
    settings: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    created_at: Mapped[Created]
    last_seen_at: Mapped[Moment | None]
    deactivated_at: Mapped[Moment | None] = mapped_column(comment="Set when someone leaves; what they wrote stays.")

    school: Mapped[School | None] = relationship(foreign_keys=school_id)
    roles: Mapped[list[Role]] = relationship(secondary="user_roles", back_populates="users")


# One account an address, however it is capitalised.
Index("users_email_key", func.lower(User.email), unique=True)


class Role(Base):
    """What someone may do. `permissions` are names such as `notes:write`."""

    __tablename__ = "roles"

    id: Mapped[Id]
    name: Mapped[Name] = mapped_column(unique=True)
    permissions: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))

    users: Mapped[list[User]] = relationship(secondary="user_roles", back_populates="roles")


class UserRole(Base):
    """Who has which role."""

    __tablename__ = "user_roles"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id", ondelete="RESTRICT"), primary_key=True, index=True)
    granted_at: Mapped[Created]


class Student(Base):
    """A child."""

    __tablename__ = "students"
    __table_args__ = (
        UniqueConstraint("school_id", "student_number"),
        CheckConstraint("grade BETWEEN 0 AND 12", name="grade"),
        Index(None, "family_name", "given_name"),
        Index(None, "accommodations", postgresql_using="gin"),
        {"comment": "Personal data of minors: never copied out of production."},
    )

    id: Mapped[Id]
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id", ondelete="RESTRICT"))
    student_number: Mapped[str] = mapped_column(String(20))
    given_name: Mapped[Name]
    family_name: Mapped[Name]
    preferred_name: Mapped[Name | None]
    born_on: Mapped[dt.date]
    grade: Mapped[int] = mapped_column(SmallInteger, comment="0 is kindergarten.")
    languages: Mapped[list[str]] = mapped_column(
        server_default=text("'{en}'"), comment="ISO 639-1, the best one first."
    )
    accommodations: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    created_at: Mapped[Created]

    school: Mapped[School] = relationship(back_populates="students")
    guardians: Mapped[list[Guardian]] = relationship(back_populates="student", cascade="all, delete-orphan")
    interventions: Mapped[list[Intervention]] = relationship(back_populates="student")


class Guardian(Base):
    """Someone to call about a child."""

    __tablename__ = "guardians"
    __table_args__ = (CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name="reachable"),)

    id: Mapped[Id]
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id", ondelete="CASCADE"), index=True)
    full_name: Mapped[Name]
    relation: Mapped[str] = mapped_column(String(40))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(32))

    student: Mapped[Student] = relationship(back_populates="guardians")


# What is done -------------------------------------------------------------------------------------


class Program(Base):
    """A way of helping that a school offers, such as a reading group."""

    __tablename__ = "programs"
    __table_args__ = (
        UniqueConstraint("school_id", "name"),
        CheckConstraint("weeks > 0", name="weeks"),
        Index(None, "focus_areas", postgresql_using="gin"),
    )

    id: Mapped[Id]
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"))
    name: Mapped[Name]
    tier: Mapped[Tier] = mapped_column(server_default=Tier.TARGETED)
    focus_areas: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    weeks: Mapped[int] = mapped_column(SmallInteger, server_default="8")
    description: Mapped[str | None]
    retired_at: Mapped[Moment | None]


class Intervention(Base):
    """One student in one program: who helps, from when until when, and how it stands."""

    __tablename__ = "interventions"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="dates"),
        # Nobody is enrolled twice at the same time.
        Index(
            "interventions_current_key",
            "student_id",
            "program_id",
            unique=True,
            postgresql_where=text("status IN ('planned', 'active')"),
        ),
        Index(None, "interventionist_id", "starts_on", postgresql_where=text("status = 'active'")),
    )

    id: Mapped[Id]
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id", ondelete="RESTRICT"))
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id", ondelete="RESTRICT"), index=True)
    interventionist_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    status: Mapped[InterventionStatus] = mapped_column(server_default=InterventionStatus.PLANNED)
    reason: Mapped[str] = mapped_column(comment="Why the team decided on it, in a sentence.")
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]
    created_at: Mapped[Created]

    student: Mapped[Student] = relationship(back_populates="interventions")
    goals: Mapped[list[Goal]] = relationship(back_populates="intervention", cascade="all, delete-orphan")
    sessions: Mapped[list[Session]] = relationship(back_populates="intervention")


class Goal(Base):
    """What an intervention is to reach: from a baseline to a target, in some unit."""

    __tablename__ = "goals"
    __table_args__ = (CheckConstraint("target <> baseline", name="direction"),)

    id: Mapped[Id]
    intervention_id: Mapped[int] = mapped_column(ForeignKey("interventions.id", ondelete="CASCADE"), index=True)
    title: Mapped[Name]
    unit: Mapped[str] = mapped_column(String(40), comment="Such as words per minute.")
    baseline: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    target: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    due_on: Mapped[dt.date | None]

    intervention: Mapped[Intervention] = relationship(back_populates="goals")
    measurements: Mapped[list[Measurement]] = relationship(back_populates="goal", cascade="all, delete-orphan")


class Measurement(Base):
    """How far a student had come on some day."""

    __tablename__ = "measurements"

    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id", ondelete="CASCADE"), primary_key=True)
    taken_on: Mapped[dt.date] = mapped_column(primary_key=True, server_default=func.current_date())
    value: Mapped[Decimal] = mapped_column(Numeric(8, 2))

    goal: Mapped[Goal] = relationship(back_populates="measurements")


# What has happened --------------------------------------------------------------------------------


class Session(Base):
    """One meeting of an intervention."""

    __tablename__ = "sessions"
    __table_args__ = (
        UniqueConstraint("intervention_id", "starts_at"),
        CheckConstraint("minutes BETWEEN 5 AND 240", name="minutes"),
    )

    id: Mapped[Id]
    intervention_id: Mapped[int] = mapped_column(ForeignKey("interventions.id", ondelete="CASCADE"))
    led_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    starts_at: Mapped[Moment]
    minutes: Mapped[int] = mapped_column(SmallInteger, server_default="30")
    cancelled: Mapped[bool] = mapped_column(server_default=text("false"))

    intervention: Mapped[Intervention] = relationship(back_populates="sessions")
    attendance: Mapped[list[Attendance]] = relationship(back_populates="session", cascade="all, delete-orphan")


class Attendance(Base):
    """Who came to a session; a sibling or a classmate may join in."""

    __tablename__ = "attendance"

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id", ondelete="CASCADE"), primary_key=True, index=True)
    mark: Mapped[AttendanceMark] = mapped_column(server_default=AttendanceMark.PRESENT)
    remark: Mapped[str | None] = mapped_column(String(200))

    session: Mapped[Session] = relationship(back_populates="attendance")


class Note(Base):
    """What someone wrote down about a student. `sql/note_policies.sql` says who may read it."""

    __tablename__ = "notes"
    __table_args__ = (
        Index(None, "student_id", text("written_at DESC")),
        Index(None, "search", postgresql_using="gin"),
    )

    id: Mapped[Id]
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id", ondelete="CASCADE"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id", ondelete="SET NULL"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"), index=True)
    visibility: Mapped[Visibility] = mapped_column(server_default=Visibility.TEAM)
    body: Mapped[str]
    written_at: Mapped[Created]
    search: Mapped[str] = mapped_column(TSVECTOR, Computed("to_tsvector('english', body)", persisted=True))


class AuditEntry(Base):
    """What was changed, by whom and when; written by the trigger in `sql/audit.sql`, never by the application."""

    __tablename__ = "audit_log"
    __table_args__ = (
        CheckConstraint("action IN ('INSERT', 'UPDATE', 'DELETE')", name="action"),
        Index(None, "table_name", "row_id"),
        Index("audit_log_at_idx", "at", postgresql_using="brin"),
    )

    id: Mapped[Id]
    at: Mapped[Created]
    user_id: Mapped[int | None] = mapped_column(comment="No foreign key: the log outlives whom it names.")
    table_name: Mapped[str]
    row_id: Mapped[int]
    action: Mapped[str] = mapped_column(String(6))
    old: Mapped[dict[str, Any] | None]
    new: Mapped[dict[str, Any] | None]
