CREATE OR REPLACE AGGREGATE public.sumx(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    SSPACE = 16,
    COMBINEFUNC = int4pl,
    INITCOND = '0',
    MSFUNC = int4pl,
    MINVFUNC = int4mi,
    MSTYPE = integer,
    MSSPACE = 8,
    MINITCOND = '0',
    SORTOP = OPERATOR(pg_catalog.<),
    PARALLEL = SAFE
);
