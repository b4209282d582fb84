"""The vocabulary of a kind: Object, Facet, How, and the pieces that QUERYs are written from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal, Self

from joey.model.address import Address
from joey.model.plan import Loss, Statement
from joey.postgres.names import ident, qualified

USER = 16384
"""FirstNormalObjectId: rows below it are initdb's own. Source: PostgreSQL, access/transam.h."""

Lines = Sequence[str | Statement]
Verb = Literal["create", "drop", "alter", "rename"]
Part = tuple["Object", str]


@dataclass(frozen=True, slots=True)
class How:
    """What rendering may depend on besides the object."""

    target: int = 18
    """The oldest PostgreSQL major that the SQL must run on."""
    cautious: bool = False
    """Remake what PostgreSQL would normally carry through a change by itself, and use the server's own text."""
    apart: bool = False
    """Make each part of a tree of partitions by a statement of its own."""
    texts: Mapping[Address, str] = field(default_factory=dict)
    """The user's own text of an object, where a source has one."""
    anew: frozenset[Address] = frozenset()
    """What is made anew, whether or not it differs or could be altered."""


KEY = (43, 11)
"""A catalog row's key is one bigint: its catalog's oid above 2^43, its own above 2^11, and the number of its column."""


def key(catalog: str, oid: str, column: str = "0") -> str:
    """SQL for the key of a catalog row; `catalog` is an oid, a regclass, or a column of such."""
    of_catalog, of_row = KEY
    whole = f"(({catalog})::oid::int8 << {of_catalog}) + (({oid})::oid::int8 << {of_row})"
    # The columns that all tables have are negative; nothing of ours is one of them.
    return f"({whole})" if column == "0" else f"({whole} + (({column})::int8 & {2**of_row - 1}))"


def ref(catalog: str, oid: str, column: str = "0") -> str:
    """SQL for a reference to a row of a catalog by name, resolved when all is read."""
    return key(f"'{catalog}'::regclass", oid, column)


def row(catalog: str, oid: str, column: str = "0") -> str:
    """SQL for the column that identifies a row, as pg_depend does."""
    return f"{ref(catalog, oid, column)} AS row_key"


def part_of_nobody(catalog: str, oid: str) -> str:
    """SQL: the row is nobody's internal part."""
    return (
        f"NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = '{catalog}'::regclass "
        f"AND i.objid = {oid} AND i.deptype = 'i')"
    )


def parents(table: str) -> str:
    """SQL for the names of the tables that one, a row of pg_class, inherits from; none for a partition."""
    return f"""ARRAY(SELECT quote_ident(hn.nspname)||'.'||quote_ident(hp.relname) FROM pg_inherits h
            JOIN pg_class hp ON hp.oid = h.inhparent JOIN pg_namespace hn ON hn.oid = hp.relnamespace
            WHERE h.inhrelid = {table}.oid AND NOT {table}.relispartition ORDER BY h.inhseqno)"""


def below(relation: str) -> str:
    """SQL: what inherits from a relation, by oid, however far down: a CTE, `below (inhrelid, inhseqno)`.

    OFFSET 0 makes each step a look into an index: a planner without statistics would read all of pg_inherits.
    """
    return f"""WITH RECURSIVE below AS (SELECT i.inhrelid, i.inhseqno FROM pg_inherits i WHERE i.inhparent = {relation}
              UNION SELECT u.* FROM below b CROSS JOIN LATERAL (
                SELECT i.inhrelid, i.inhseqno FROM pg_inherits i WHERE i.inhparent = b.inhrelid OFFSET 0) u)"""


def collation_name(collation: str, base: str) -> str:
    """SQL for a collation's qualified name, NULL where it is the one that the type has anyway."""
    return (
        "(SELECT quote_ident(cn.nspname)||'.'||quote_ident(co.collname) FROM pg_collation co "
        "JOIN pg_namespace cn ON cn.oid = co.collnamespace JOIN pg_type cb "
        f"ON cb.oid = {base} WHERE co.oid = {collation} AND cb.typcollation <> {collation})"
    )


@dataclass(frozen=True, kw_only=True)
class Object:
    """One object of a database: what is known of it, and how it is made, changed and dropped.

    QUERY gives row_key (0: of no row), names (text[]), perhaps args (text[]), and the fields of the kind; and,
    where pg_depend is silent, part_of (ref), also (ref[]: more needs), after (ref[]: order only) and
    carried_by (ref: the object whose change is also mine).
    """

    QUERY: ClassVar[str] = ""
    SIGN: ClassVar[str] = ""
    """Rows, as `catalog WHERE condition`, without which there is none of the kind, so that QUERY needn't be asked."""
    TYPE: ClassVar[str]
    NAMESPACE: ClassVar[str] = ""
    """Objects of one namespace can't share a name."""
    NOT_MINE: ClassVar[str] = ""
    """Types of pg_depend rows that another kind stands for."""
    BY_PRODUCT: ClassVar[bool] = False
    """Made and dropped with `part_of`; its needs are its maker's."""
    LINK: ClassVar[bool] = False
    """Ties two objects; what one of them carries for the other is carried only while it stands."""
    ENVIRONMENT: ClassVar[bool] = False
    """Belongs to the environment, not to the schema: compared only where asked for."""
    WHERE_DECLARED: ClassVar[bool] = False
    """Compared only on objects for which the target has some, or where asked for."""
    IN_A_ROW: ClassVar[bool] = False
    """Stands in an order among its like that everybody sees, and that no statement changes."""
    RENAME_ROUND: ClassVar[int] = 3
    """When it is asked whether one that went and one that came are the same: the outer before the inner."""
    IRREPLACEABLE: ClassVar[bool] = False
    """Data or identity goes with it, so that this is always asked; else only where nothing but the name differs."""
    OWN: ClassVar[frozenset[str]] = frozenset()
    """The fields that `by_itself` changes, whatever carries it."""
    MEMBER: ClassVar[str] = ""
    """The word for what it is made of by name, where that is no object of its own."""
    MEMBER_FOLLOWS: ClassVar[bool] = False
    """A member has another name only where something that it hangs on has: it is never asked for."""

    address: Address
    position: int = field(default=0, compare=False)

    @classmethod
    def query(cls, major: int) -> str:
        """The QUERY for a server of this major version."""
        return cls.QUERY

    @classmethod
    def called(cls) -> frozenset[str]:
        """What a user may call the kind: its type, and its own name (`constraint`, `foreign key`)."""
        return frozenset({cls.TYPE, re.sub(r"(?<!^)(?=[A-Z])", " ", cls.__name__).lower()})

    @property
    def name(self) -> str:
        """The innermost name."""
        return self.address.names[-1]

    @property
    def sql_name(self) -> str:
        """The dotted name, quoted where it must be."""
        return qualified(*self.address.names)

    @property
    def phrase(self) -> str:
        """What DROP, COMMENT ON and ALTER … OWNER call it."""
        return f"{self.TYPE.upper()} {self.sql_name}"

    @property
    def grant_phrase(self) -> str:
        """What GRANT … ON calls it."""
        return self.phrase

    @property
    def words(self) -> tuple[str, ...]:
        """What questions call it, and then what else hints may call it."""
        return (self.TYPE,)

    @property
    def members(self) -> tuple[str, ...]:
        """The names of what it is made of, in order, where that is no object of its own."""
        return ()

    @property
    def ambient(self) -> Literal["", "last", "suspend"]:
        """Whether it acts on the making of others: made last and dropped first, or taken away meanwhile."""
        return ""

    @property
    def holds_data(self) -> bool:
        """Whether rows or values go with it."""
        return False

    @property
    def keeps_for(self) -> Address | None:
        """The object for which it keeps data that another one can go on keeping: the column that a sequence
        counts for."""
        return None

    @property
    def expendable(self) -> bool:
        """Whether it may be replaced, when the user accepts that its data goes."""
        return False

    @property
    def precious(self) -> bool:
        """Whether making it anew does harm outside the schema, so that it's done only by leave."""
        return False

    @property
    def immovable(self) -> str:
        """Why it can't be dropped; nothing where it can."""
        return ""

    @property
    def nameless(self) -> Self:
        """Itself without its name: equal to what differs from it in nothing else."""
        return replace(self, address=self.address._replace(names=()))

    def path(self, whole: Address | None) -> tuple[str, ...]:
        """The names by which questions and hints know it."""
        return self.address.names

    def resembles(self, new: Object) -> float:
        """How much it is like another of its kind, whatever the names: 1 wholly, 0 not at all."""
        return 1.0 if self.nameless == new.nameless else 0.5

    def rename(self, names: tuple[str, ...]) -> Lines | None:
        """Statements that give it other names, of which one differs; None: it has no name that can be changed."""
        if len(names) == 2 and names[0] != self.address.names[0]:
            return [f"ALTER {self.phrase} SET SCHEMA {ident(names[0])}"]
        return [f"ALTER {self.phrase} RENAME TO {ident(names[-1])}"]

    def under(self, names: tuple[str, ...]) -> Self:
        """Itself after `rename`."""
        return replace(self, address=self.address._replace(names=names))

    def spaces(self, names: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        """Where it is the only one of these names: (namespace, names)."""
        return [(self.NAMESPACE or self.TYPE, names)]

    def member_space(self, name: str) -> tuple[str, tuple[str, ...]]:
        """Where a member is the only one of its name: (namespace, names)."""
        return self.MEMBER, (*self.address.names, name)

    def rename_member(self, old: str, new: str) -> Lines:
        """Statements that give one of its members another name."""
        raise NotImplementedError

    def has(self, byproduct: Address) -> bool:
        """Whether a by-product of its namesake is one of its own."""
        return True

    def as_of(self, target: int) -> Object:
        """Itself, without what PostgreSQL of an older major version doesn't know of it."""
        return self

    def create(self, how: How, parts: Sequence[Part]) -> Lines:
        """Statements; parts are the objects that joined, each with its clause."""
        raise NotImplementedError

    def clause(self, how: How, parts: Sequence[Part]) -> str | None:
        """Its text inside its owner's CREATE; None: it needs a statement of its own."""
        return None

    def joins(self, how: How) -> bool:
        """Whether it can be added to its owner where that stands; else the owner is made anew with it."""
        return True

    def finish(self, how: How) -> Lines:
        """Statements for what neither `create` nor `clause` can say."""
        return []

    def differs(self, how: How, whole: bool) -> Lines:
        """Statements for what it has otherwise than what carries it, and is made with that; `whole`: its whole
        is made too."""
        return []

    def carried(self, verb: Verb) -> bool:
        """Whether PostgreSQL creates, drops or alters it with the object that carries it."""
        return True

    def spreads(self, how: How) -> bool:
        """Whether its CREATE also makes what it carries."""
        return True

    @property
    def unshared(self) -> frozenset[str]:
        """The fields in which a change of it doesn't reach what it carries."""
        return frozenset()

    def copying(self, how: How) -> bool:
        """Whether the whole that it ties to another one is made as a copy of that, with what the other carries."""
        return False

    def drop(self, how: How) -> Lines:
        """Statements that take it away."""
        return [f"DROP {self.phrase}"]

    def alter(self, new: Object, how: How) -> Lines | None:
        """Statements that make it `new` where it stands; None: it must be replaced. `new` is of the same kind."""
        return None

    def by_itself(self, new: Object, how: How) -> Lines:
        """What of `alter` is left to say where it is altered by what carries it."""
        return []

    def demands(self, new: Object, how: How) -> Lines:
        """Statements that fail where rows don't allow that it becomes `new`; they come before anything is changed."""
        return []

    def whole_loss(self, loses: bool = True) -> tuple[Loss, ...]:
        """The loss of what it holds, under its own name; none where it doesn't lose."""
        return (Loss(self.address.type, self.address.names),) if loses else ()

    @property
    def rooted(self) -> str:
        """Why it can't be bound to a new version of what it uses, where there is a better reason than its data."""
        return ""

    def stuck(self, new: Object) -> str:
        """Why it can neither become `new` where it stands nor step aside, and what to do, where there is such a
        reason."""
        return ""

    def bars(self, new: Object) -> str:
        """Why it can't become `new`, neither where it stands nor made anew; nothing where it can."""
        return ""

    def keeps(self, old: Object) -> tuple[Lines, str] | None:
        """What it keeps of `old`, since no statement takes that away: statements that give it the same, and a note."""
        return None

    def arrives(self, by: Object) -> tuple[Lines, str] | None:
        """What it is, being made with its whole under `by`, which is there: statements that give it the same, and a
        note."""
        return None

    def unsettles(self, new: Object) -> bool:
        """Whether its users must be remade when it is altered in place."""
        return False

    def weathers(self, old: Object, new: Object, how: How) -> bool:
        """Whether PostgreSQL carries it through an in-place change of something that it needs."""
        return False

    def leads(self, old: Object, new: Object) -> bool | None:
        """Whether its whole is altered before another one, of which it needs something, becomes `new`, or else after
        that; None where either will do."""
        return None

    def aside(self, new: Object, how: How) -> tuple[Lines, Lines] | None:
        """Statements that move it out of the way of `new` under another name, and those that drop it there."""
        return None

    def revive(self, old: Object, how: How) -> Lines | None:
        """Statements that make it where `old` has just been dropped, with the values that `old` showed; they come
        before what `old` needed changes or goes. None: `create` will do."""
        return None

    def take_over(self, old: Object, how: How) -> Lines:
        """Statements that give it, new as it is, the data of `old`: its predecessor, which goes (it has stepped aside
        where `aside` says so), or else the object that it keeps data for."""
        return []

    def repoint(self, new: Object, how: How) -> tuple[Lines, bool] | None:
        """Statements that bind it, with its data, to the new version of what it uses; and whether that
        unsettles its users."""
        return None


@dataclass(frozen=True, kw_only=True)
class Facet(Object):
    """A fact about another object: its comment, owner or grants. QUERY gives `target` (ref) in place of names."""

    on: str = field(default="", compare=False)
    on_grant: str = field(default="", compare=False)

    def rename(self, names: tuple[str, ...]) -> Lines | None:
        return None

    def weathers(self, old: Object, new: Object, how: How) -> bool:
        return True


def moved_aside(
    thing: Object, word: str, old_name: str, args: str = "", losses: tuple[Loss, ...] = ()
) -> tuple[Lines, Lines]:
    """The statements of `aside` for a thing in a schema that ALTER … RENAME TO can move.

    `losses` are those of the values which are taken over to its successor.
    """
    there = qualified(thing.address.names[0], old_name)
    return [Statement(f"ALTER {thing.phrase} RENAME TO {ident(old_name)}", losses=losses)], [
        f"DROP {word} {there}{args}"
    ]


def without_name(text: str, name: str) -> str:
    """A definition without the first mention of its own name."""
    return re.sub(rf'(?<![\w".]){re.escape(name)}(?![\w"])', "", text, count=1)
