CREATE OR REPLACE AGGREGATE public.my_sum(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    INITCOND = '10'
);
