"""Models of every sort, compiled without a connection, and what PostgreSQL makes of them."""

from __future__ import annotations

import pytest
import sqlalchemy

from joey.errors import ConfigurationError
from joey.sources.load import load

LATEST = tuple(map(int, sqlalchemy.__version__.split(".")[:2])) >= (2, 1)

EVERYTHING = """
import enum
from sqlalchemy import *
from sqlalchemy import event
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Role(enum.Enum):
    admin = 1
    staff = 2

class Base(DeclarativeBase):
    metadata = MetaData(naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    })

numbers = Sequence("numbers", start=7, metadata=Base.metadata)

class Team(Base):
    __tablename__ = "teams"
    __table_args__ = {"comment": "who plays together"}
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    captain_id: Mapped[int | None] = mapped_column(ForeignKey("app.users.id"))
    roles: Mapped[list[Role]] = mapped_column(pg.ARRAY(Enum(Role)))

class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", deferrable=True))
    role: Mapped[Role]
    email: Mapped[str] = mapped_column(Text, comment="where to write: 100% of us")
    key: Mapped[str] = mapped_column(Computed("lower(email)", persisted=True))
    share: Mapped[str] = mapped_column(server_default=text("'5%'"))
    size: Mapped[int] = mapped_column(pg.DOMAIN("positive", Integer, check="VALUE > 0", schema="types"))
    number: Mapped[int] = mapped_column(server_default=numbers.next_value())
    __table_args__ = (
        CheckConstraint("email LIKE '%@%'", name="email"),
        Index(None, "team_id", "role", postgresql_concurrently=True),
        Index("users_key", func.lower("key"), unique=True, postgresql_where=text("size > 3")),
        pg.ExcludeConstraint(("size", "="), using="btree", name="no_two"),
        {"schema": "app"},
    )

core = MetaData(schema="core")
Table("logs", core, Column("id", BigInteger, primary_key=True), Column("role", Enum(Role, inherit_schema=False)))

event.listen(core, "after_create", DDL("CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN new.email := '100%%'; RETURN new; END $$"))
event.listen(User.__table__, "after_create", DDL(
    "CREATE TRIGGER touch BEFORE UPDATE ON %(fullname)s FOR EACH ROW EXECUTE FUNCTION app.touch()"))

@event.listens_for(core, "before_create")
def say(target, connection, **kw):
    connection.execute(text("CREATE VIEW app.admins AS SELECT id FROM app.users WHERE role = 'admin'"))
    connection.execute(CreateSchemaOf("listened"))

from sqlalchemy.schema import CreateSchema as CreateSchemaOf
"""


def test_everything_that_metadata_declares_is_made(project, database):
    project.write("schema.py", EVERYTHING)
    desired = project.read("schema.py")
    assert desired.digest is not None
    assert desired.schemas == ("app", "core", "types")
    assert not desired.needs_create_all
    assert not any("CONCURRENTLY" in statement.sql for statement in desired.statements)
    connection = database.connect()
    assert load(connection, desired.statements).rounds <= 3
    ask = "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relnamespace IN {} AND c.relkind IN ('r','v','S','i')"
    schemas = "('public'::regnamespace, 'app'::regnamespace, 'core'::regnamespace)"
    made = {name for (name,) in connection.query(ask.format(schemas))}
    assert made >= {
        "teams", "pk_teams", "app.users", "app.pk_users", "app.ix_users_team_id_role", "app.users_key", "app.no_two",
        "numbers", "core.logs", "app.admins",
    }  # fmt: skip
    constraints = {name for (name,) in connection.query("SELECT conname FROM pg_constraint WHERE contype IN ('f','c')")}
    assert constraints >= {"fk_teams_captain_id_users", "fk_users_team_id_teams", "ck_users_email"}
    default = "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'app.users'::regclass AND adnum = 6"
    assert connection.query(default) == [("'5%'::character varying",)]
    assert connection.query("SELECT prosrc FROM pg_proc WHERE proname = 'touch'")[0][0].count("'100%'") == 1
    assert connection.query("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal") == [("touch",)]
    comments = connection.query("SELECT description FROM pg_description WHERE classoid = 'pg_class'::regclass "
                                "AND objoid IN ('teams'::regclass, 'app.users'::regclass) ORDER BY 1")  # fmt: skip
    assert comments == [("where to write: 100% of us",), ("who plays together",)]
    connection.close()


def test_the_digest_is_of_what_is_said_not_of_how(project):
    path = project.write("schema.py", EVERYTHING)
    digest = project.read("schema.py").digest
    first, second = EVERYTHING.index("class Team"), EVERYTHING.index("class User")
    end = EVERYTHING.index("core = MetaData")
    swapped = EVERYTHING[:first] + EVERYTHING[second:end] + EVERYTHING[first:second] + EVERYTHING[end:]
    path.write_text("# a comment\n" + swapped)
    assert project.read("schema.py").digest == digest
    project.write("other.py", EVERYTHING)
    assert project.read("other.py").digest == digest
    for old, new in [
        ("VALUE > 0", "VALUE > 1"),
        ("start=7", "start=8"),
        ("staff = 2", "staf = 2"),
        ("100%%", "99%%"),
        ("100% of us", "99% of us"),
        ("postgresql_where", "postgresql_with={'fillfactor': 70}, postgresql_where"),
        ("'admin'\"", "'staff'\""),
    ]:
        assert old in EVERYTHING
        path.write_text(EVERYTHING.replace(old, new))
        assert project.read("schema.py").digest != digest, old


@pytest.mark.skipif(not LATEST, reason="CreateView is of SQLAlchemy 2.1")
def test_a_view_of_sqlalchemy_is_a_view(project, database):
    project.write(
        "schema.py",
        """
        from sqlalchemy import Column, CreateView, Index, Integer, MetaData, Table, Text, select, text

        metadata = MetaData()
        users = Table("users", metadata, Column("id", Integer, primary_key=True), Column("name", Text))
        names = CreateView(select(users.c.name), "names", metadata=metadata)
        counts = CreateView(select(users.c.id).where(users.c.id > 5), "counts", metadata=metadata,
                            schema="stats", materialized=True)
        Index("counts_id", counts.table.c.id)
        """,
    )
    desired = project.read("schema.py")
    connection = database.connect()
    load(connection, desired.statements)
    kinds = connection.query("SELECT relname::text, relkind::text FROM pg_class WHERE relname IN "
                             "('users', 'names', 'counts', 'counts_id') ORDER BY 1")  # fmt: skip
    assert kinds == [("counts", "m"), ("counts_id", "i"), ("names", "v"), ("users", "r")]
    assert desired.view_texts[("public", "names")] == "SELECT users.name \nFROM users"
    assert set(desired.view_texts) == {("public", "names"), ("stats", "counts")}
    connection.close()


def test_a_listener_that_asks_the_database_gets_one(project, database):
    project.write(
        "schema.py",
        """
        from sqlalchemy import Column, Index, Integer, MetaData, Table, event, text

        metadata = MetaData()
        users = Table("users", metadata, Column("id", Integer, primary_key=True), Column("city", Integer))
        Index("users_city", users.c.city, postgresql_concurrently=True)

        @event.listens_for(metadata, "after_create")
        def ask(target, connection, **kw):
            if connection.execute(text("SELECT count(*) FROM users")).scalar() == 0:
                connection.execute(text("CREATE TABLE app.empty (id int)"))
        """,
    )
    project.write("before.sql", "CREATE SCHEMA app;")
    project.write("after.sql", "CREATE VIEW v AS SELECT id FROM users;")
    desired = project.read("schema.py", "before.sql", "after.sql")
    assert desired.needs_create_all
    assert desired.digest is None
    assert "asks the database" in desired.notes[0]
    connection = database.connect()
    load(connection, desired.statements, create_all=lambda: desired.create_all(database.url))
    made = connection.query("SELECT relname::text FROM pg_class WHERE relname IN ('users','users_city','empty','v')")
    assert len(made) == 4
    connection.close()


def test_what_such_a_listener_trips_over_is_told_with_its_line(project, database):
    project.write(
        "schema.py",
        """
        from sqlalchemy import Column, Integer, MetaData, Table, event, text

        metadata = MetaData()
        Table("users", metadata, Column("id", Integer))

        @event.listens_for(metadata, "after_create")
        def ask(target, connection, **kw):
            connection.execute(text("SELECT 1 FROM nowhere")).scalar()
        """,
    )
    desired = project.read("schema.py")
    with pytest.raises(ConfigurationError, match="can't be made by create_all") as caught:
        desired.create_all(database.url)
    assert (caught.value.file, caught.value.line) == ("schema.py", 8)


@pytest.mark.parametrize(
    ("column", "message", "hint"),
    [
        (
            'status: Mapped[str] = mapped_column(Enum("on", "off", "lost", "found"))',
            "users.status: an Enum of plain strings has no name",
            "write Enum('on', 'off', 'lost', …, name=\"status\")",
        ),
        ('status: Mapped[list[str]] = mapped_column(ARRAY(Enum("on")))', "users.status: an Enum", "write Enum('on'"),
        ("x = Column()", "users.x can't be written as SQL", "a type that PostgreSQL"),
        ('x: Mapped[int] = mapped_column(ForeignKey("none.id"))', "could not find table 'none'", "mend the model"),
    ],
)
def test_what_cannot_be_compiled_names_table_and_column(project, column, message, hint):
    project.write(
        "schema.py",
        "from sqlalchemy import *\nfrom sqlalchemy.types import NullType\n"
        "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n"
        "class Base(DeclarativeBase): ...\n"
        "class Fine(Base):\n    __tablename__ = 'fine'\n    id: Mapped[int] = mapped_column(primary_key=True)\n"
        "class User(Base):\n    __tablename__ = 'users'\n    id: Mapped[int] = mapped_column(primary_key=True)\n"
        f"    {column}\n",
    )
    with pytest.raises(ConfigurationError) as caught:
        project.read("schema.py")
    assert message in caught.value.message
    assert hint in str(caught.value.hint)
    assert (caught.value.file, caught.value.line) == ("schema.py", 8)


def test_a_default_that_only_python_knows_is_noted(project):
    project.write(
        "schema.py",
        """
        import uuid
        from sqlalchemy import *

        metadata = MetaData()
        Table("a", metadata,
              Column("id", Uuid, primary_key=True, default=uuid.uuid4),
              Column("n", Integer, nullable=False, default=5),
              Column("fine", Integer, nullable=False, default=5, server_default="5"),
              Column("nothing", Integer, default=5), schema="s")
        """,
    )
    desired = project.read("schema.py")
    assert desired.client_defaults == {("s", "a", "id"): "uuid4", ("s", "a", "n"): "5"}
    assert len(desired.notes) == 1
    assert "s.a.id (default=uuid4), s.a.n (default=5)." in desired.notes[0]
    assert "server_default=" in desired.notes[0]


def test_an_enum_of_two_metadata_is_made_once(project, database):
    project.write(
        "schema.py",
        """
        from sqlalchemy import *

        mood = Enum("sad", "glad", name="mood")
        one, two = MetaData(), MetaData()
        Table("a", one, Column("id", Integer), Column("mood", mood))
        Table("b", two, Column("id", Integer), Column("mood", Enum("sad", "glad", name="mood")))
        """,
    )
    connection = database.connect()
    assert load(connection, project.read("schema.py").statements).rounds == 1
    connection.close()


def test_a_failure_in_the_database_names_the_model(project, database):
    project.write(
        "schema.py",
        """
        from sqlalchemy import *

        metadata = MetaData()
        Table("fine", metadata, Column("id", Integer))

        wrong = Table("wrong", metadata, Column("id", Integer), CheckConstraint("id > nothing"))
        """,
    )
    connection = database.connect()
    with pytest.raises(Exception, match='column "nothing" does not exist') as caught:
        load(connection, project.read("schema.py").statements)
    error = caught.value
    assert (error.category, error.file, error.line) == ("SQL_SYNTAX_ERROR", "schema.py", 6)
    assert error.sql[error.position :].startswith("nothing")
    connection.close()
