"""The proof: a plan is run on a real PostgreSQL, and two observers look at where it ends."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from joey.connect.scratch import Database
from joey.errors import JoeyError, PlanRefused
from joey.folder import sql_file
from joey.model.address import Address
from joey.model.plan import Plan, Statement
from joey.plan.diff import altered, statements
from joey.plan.plan import as_declared, plan, remake
from joey.plan.prove import unseen
from joey.postgres.catalog import Catalog
from joey.postgres.object import How
from joey.verbs.renaming import Renamed
from joey.verbs.stage import Stage

UNSAFE_USE = "55P04"
"""unsafe_new_enum_value_usage: the value must be committed before it is used."""
BODIES_OFF = Statement("SET LOCAL check_function_bodies = off")


@dataclass(frozen=True, slots=True)
class Proved:
    """A plan that has run, cut into files, with the catalog that each file ends in."""

    plan: Plan
    files: tuple[tuple[Statement, ...], ...]
    reached: tuple[Catalog, ...]


def render(statements: Sequence[Statement]) -> str:
    """Statements as a migration file has them: one a paragraph, with Drizzle's breakpoints between."""
    return f"\n{sql_file.BREAKPOINT}\n".join(s.text for s in statements) + "\n"


def cut(statements: Sequence[Statement]) -> tuple[tuple[Statement, ...], ...]:
    """The statements in two files: up to the last one whose effect must be committed first, and the rest."""
    last = max((i for i, s in enumerate(statements) if s.commit_after), default=-1)
    parts = tuple(statements[: last + 1]), tuple(statements[last + 1 :])
    return tuple(part for part in parts if part)


def prove(
    stage: Stage,
    before: Callable[[], Database],
    old: Catalog,
    target: Database,
    new: Catalog,
    how: How,
    names: Renamed | None = None,
) -> Proved:
    """A plan from `old` to `new` that has run on `before()` and reached `target`; else PlanRefused.

    With `names`, `old` is what the renames have made of `before()`, and the plan begins with them.

    What PostgreSQL doesn't take is tried again more carefully: with function bodies unchecked, with what must be
    committed first in a file of its own, with each part of a tree of partitions made by itself, and at last with
    everything remade and in the server's own words.
    """
    start = before()
    failed: JoeyError | None = None
    last: Sequence[Statement] = ()
    for careful in (how, replace(how, apart=True), replace(how, apart=True, cautious=True)):
        found = plan(old, new, careful)
        refuse(found)
        if failed and found.statements == last:
            continue
        last = found.statements
        found = names.before(found) if names else found
        shapes: list[tuple[tuple[Statement, ...], ...]] = [(tuple(found.statements),)]
        tried: set[str] = set()
        while shapes:
            files = shapes.pop()
            database = stage.copy(start)
            try:
                reached = _run(stage, database, files)
            except JoeyError as error:
                failed = failed or error
                again = _more_carefully(files, error, tried)
                shapes += [again] if again else []
                continue
            try:
                _observe(stage, database, reached[-1], target, old, new)
            except PlanRefused as error:
                failed = error
                break
            return Proved(found, files, tuple(reached))
    if isinstance(failed, PlanRefused):
        raise failed
    assert failed is not None
    raise PlanRefused(
        f"The migration doesn't run on a real PostgreSQL: {failed.message}",
        hint=failed.hint or "Change the schema in two steps, or write this migration by hand (joey generate --custom).",
        sqlstate=failed.sqlstate,
        line=failed.line,
        statement=failed.statement,
        sql=failed.sql,
        position=failed.position,
    ) from failed


def alike(stage: Stage, start: Database, old: Catalog, target: Database, new: Catalog) -> tuple[Catalog, Catalog]:
    """Both catalogs, `new` without what differs from `old` only in PostgreSQL's spelling after another reading.

    Copies of the databases are read again, so that what differs truly stays as its author has spelled it. Grants on
    objects for which `new` declares none are those that `old` has. What `new` needs and the scope leaves alone is
    made in the old database too, if it isn't there.
    """
    _ground(stage, start, old, new)
    new = _with_what_stays(stage, target, old, new)
    declared = as_declared(old, new, stage.scope)
    if old.same_as(declared):
        return old, declared
    was, will = old, _respelled(stage, target, old, new)
    if will is not new and not was.same_as(as_declared(was, will, stage.scope)):
        was = _respelled(stage, start, will, old)
    same = {
        a: o
        for a, o in old.objects.items()
        if a in new.objects and new.objects[a] != o and a in will.objects and was.objects.get(a) == will.objects[a]
    }
    return old, as_declared(old, replace(new, objects={**new.objects, **same}), stage.scope)


def _ground(stage: Stage, start: Database, old: Catalog, new: Catalog) -> None:
    """Make in the old database what `new` needs of what the scope leaves alone."""
    if not new.alone - old.objects.keys():
        return
    there = stage.catalog(start, replace(stage.scope, ignore=()))
    missing = new.alone - there.objects.keys()
    try:
        stage.run(start, plan(there, there.joined(new, missing), How(stage.major)).statements)
    except JoeyError as error:
        names = ", ".join(sorted({str(new.root(a)) for a in missing}))
        raise PlanRefused(
            f"What the models need of {names}, which `ignore` leaves alone, can't be made on the scratch server: "
            f"{error.message}",
            hint="Take it out of `ignore`, or let nothing that is managed need it.",
            sqlstate=error.sqlstate,
            sql=error.sql,
        ) from error


def _with_what_stays(stage: Stage, target: Database, old: Catalog, new: Catalog) -> Catalog:
    """`new`, whose database this is, with what it has to keep of `old`, since no statement takes that away."""
    tied = {frozenset(new.needs[a]): a for a, o in new.objects.items() if o.LINK and a not in old.objects}
    kept = []
    for a in sorted(new.objects):
        before, by = old.objects.get(a), new.carried_by.get(a)
        if new.root(a) not in old.objects:
            above = None if by is None else old.objects.get(by)
            if above is not None and (found := new.objects[a].arrives(above)) is not None:
                kept.append(found)
            continue
        if before is None and by is not None:
            link = tied.get(frozenset((new.root(a), new.root(by))))
            if link is not None and not (link in new.after[by] and _is_made(by, old, new)):
                # Its whole joins another one, and must bring along what that carries.
                before = new.objects[_outermost(by, new)]
        if before is None or type(before) is not type(new.objects[a]):
            continue
        if (found := new.objects[a].keeps(before)) is not None:
            kept.append(found)
    if not kept:
        return new
    stage.run(target, [s for lines, _ in kept for s in statements(lines)])
    return replace(stage.catalog(target), kept=tuple(note for _, note in kept))


def _is_made(a: Address, old: Catalog, new: Catalog) -> bool:
    return a not in old.objects or altered(old.objects[a], new.objects[a], How()) is None


def _outermost(a: Address, catalog: Catalog) -> Address:
    """What carries `a`, and is carried by nothing."""
    while a in catalog.carried_by:
        a = catalog.carried_by[a]
    return a


def _respelled(stage: Stage, database: Database, old: Catalog, new: Catalog) -> Catalog:
    """`new`, whose database this is, as it reads when what differs from `old` is made anew from its own text."""
    if not remake(old, new):
        return new
    copy = stage.copy(database)
    return stage.catalog(copy) if _respell(stage, copy, old, new) else new


def _respell(stage: Stage, database: Database, old: Catalog, new: Catalog) -> bool:
    """Make anew in `new`'s database what differs from `old`; what can't be made anew differs truly, and stays."""
    try:
        lines = remake(old, new)
        stage.run(database, lines)
    except JoeyError:
        lines = []
        for a in sorted(a for a, o in new.objects.items() if a in old.objects and old.objects[a] != o):
            with contextlib.suppress(JoeyError):
                one = remake(replace(new, objects={**new.objects, a: old.objects[a]}), new)
                stage.run(database, one)
                lines += one
    return bool(lines)


def refuse(found: Plan) -> None:
    """PlanRefused where data stand in the way of a plan, or PostgreSQL has none."""
    if found.refusals:
        of_data = [r for r in found.refusals if r.of_data]
        told = "\n  ".join(map(str, of_data or found.refusals))
        if not of_data:
            raise PlanRefused(
                f"PostgreSQL has no way from the one to the other: {told}",
                hint="Change the models so that they can be reached, or write this migration by hand "
                "(joey generate --custom).",
            )
        raise PlanRefused(
            f"There is no way without losing data: {told}",
            hint="Make the change in steps that keep the data: add the new object, copy, then drop the old one.",
        )


def _more_carefully(
    files: tuple[tuple[Statement, ...], ...], error: JoeyError, tried: set[str]
) -> tuple[tuple[Statement, ...], ...] | None:
    if error.sqlstate == UNSAFE_USE and "cut" not in tried:
        tried.add("cut")
        parts = cut([s for part in files for s in part])
        return parts if len(parts) > 1 else None
    failing = (error.sql or "").lstrip().upper()
    makes_routine = failing.startswith(("CREATE FUNCTION", "CREATE OR REPLACE F", "CREATE PROC", "CREATE OR REPLACE P"))
    if makes_routine and "bodies" not in tried:
        tried.add("bodies")
        return tuple((BODIES_OFF, *part) for part in files)
    return None


def _run(stage: Stage, database: Database, files: Sequence[Sequence[Statement]]) -> list[Catalog]:
    reached = []
    for part in files:
        stage.run_file(database, sql_file.parse(render(part), "the new migration"))
        reached.append(stage.catalog(database))
    return reached


def _observe(stage: Stage, database: Database, reached: Catalog, target: Database, old: Catalog, new: Catalog) -> None:
    """PlanRefused where the database that the plan has made is not the target: by our catalog, or by pg_dump."""
    wanted = new
    for _ in range(2):
        if reached.same_as(wanted):
            break
        # What differs may differ only in how PostgreSQL spells it after a second reading.
        _respell(stage, target, reached, wanted)
        wanted = as_declared(old, stage.catalog(target), stage.scope)
    if not reached.same_as(wanted):
        raise _not_reached(reached, wanted)
    if stage.scope.exclude:
        return  # pg_dump has no word for what is left out
    with ThreadPoolExecutor(1) as beside:  # pg_dump is a program of its own: two run at once
        theirs = beside.submit(stage.entries, target)
        differ = unseen(stage.entries(database), theirs.result(), stage.scope, stage.target)
    if differ:
        again, target_again = (stage.entries(stage.reloaded(d)) for d in (database, target))
        differ = unseen(again, target_again, stage.scope, stage.target)
    if differ:
        raise PlanRefused(
            "The migration doesn't reach the models, though joey's own catalog says so; pg_dump sees:\n  "
            + "\n  ".join(differ),
            hint="This is a fault of joey's: please report it. Write this change by hand (joey generate --custom).",
        )


def _not_reached(reached: Catalog, wanted: Catalog) -> PlanRefused:
    was, will = reached.objects, wanted.objects
    lines = [f"+ {a}" for a in sorted(was.keys() - will.keys())] + [f"- {a}" for a in sorted(will.keys() - was.keys())]
    alone = reached.alone | wanted.alone
    lines += [f"~ {a}" for a in sorted((was.keys() & will.keys()) - alone) if was[a] != will[a]]
    return PlanRefused(
        "The migration doesn't reach the models; these differ:\n  " + "\n  ".join(lines[:20]),
        hint="This is a fault of joey's: please report it. Write this change by hand (joey generate --custom).",
    )
