CREATE SCHEMA kinds;
CREATE TYPE kinds.span AS RANGE (subtype = float8);
CREATE TABLE public.t (id int PRIMARY KEY, r kinds.span DEFAULT kinds.span(1, 2), m kinds.span_multirange);
