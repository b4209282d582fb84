CREATE OR REPLACE AGGREGATE public.sumx(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    INITCOND = '0'
);
