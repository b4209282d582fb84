"""Where PostgreSQL has no way but CASCADE, nothing goes that isn't planned: what somebody hung on it by hand."""

from __future__ import annotations

import pytest

import oracle
from joey.connect.scratch import Scratch
from joey.errors import JoeyError
from joey.model.plan import Statement
from joey.postgres.catalog import Scope
from joey.verbs.stage import Stage
from test_cases import led, run
from test_random import made

TREE = [
    "CREATE TABLE public.event (id int, at int) PARTITION BY RANGE (at)",
    "CREATE TABLE public.early PARTITION OF public.event FOR VALUES FROM (0) TO (9)",
    "CREATE TABLE public.late PARTITION OF public.event FOR VALUES FROM (9) TO (99)",
    "CREATE UNIQUE INDEX event_key ON public.event (id, at)",
    'ALTER TABLE public.early ADD CONSTRAINT "On\'ce" UNIQUE USING INDEX early_id_at_idx',
]
RANGE = [
    "CREATE TYPE public.span",
    "CREATE FUNCTION public.whole(public.span) RETURNS public.span LANGUAGE internal IMMUTABLE STRICT "
    "AS 'int4range_canonical'",
    "CREATE TYPE public.span AS RANGE (subtype = int, canonical = public.whole)",
]
TYPED = ["CREATE TYPE public.pair AS (a int, b text)", "CREATE TABLE public.pairs OF public.pair"]


@pytest.mark.parametrize(
    ("before", "after", "by_hand", "named"),
    [
        pytest.param(
            TREE,
            TREE[:3],
            "CREATE TABLE public.note (id int, at int, FOREIGN KEY (id, at) REFERENCES public.early (id, at))",
            "isn't planned: constraint note_id_at_fkey on table note",
            id="a foreign key on what a partition has made of its index",
        ),
        pytest.param(
            TREE,
            TREE[:3],
            "ALTER TABLE public.late ADD CONSTRAINT twice UNIQUE USING INDEX late_id_at_idx",
            "isn't planned: constraint twice on table late",
            id="another partition's index made a constraint",
        ),
        pytest.param(
            RANGE,
            [],
            "CREATE TABLE public.shift (hours public.span); CREATE VIEW public.one AS SELECT public.span(1, 2) AS one",
            "isn't planned: column hours of table shift, column one of view one, rule _RETURN on view one",
            id="a column and a view of a range type with a canonical function",
        ),
        pytest.param(
            TYPED,
            ["CREATE TYPE public.pair AS (b text)", TYPED[1]],
            "CREATE VIEW public.seen AS SELECT a FROM public.pairs",
            "other objects depend on it",
            id="a view of the column that a table of a type loses",
        ),
    ],
)
def test_nothing_goes_that_is_not_planned(
    scratch: Scratch, before: list[str], after: list[str], by_hand: str, named: str
) -> None:
    with Stage(scratch, Scope()) as stage:
        start, target = made(stage, before), made(stage, after)
        database = stage.copy(start)
        proved = led(stage, start, target)
        stage.run(database, [Statement(by_hand)])
        was = oracle.statements(scratch, database)
        with pytest.raises(JoeyError, match=named):
            run(stage, database, proved)
        assert oracle.statements(scratch, database) == was
