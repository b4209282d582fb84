CREATE FUNCTION longer(text, text) RETURNS text LANGUAGE sql IMMUTABLE AS
    'SELECT CASE WHEN length($2) > length($1) THEN $2 ELSE $1 END';
CREATE AGGREGATE longest(text) (SFUNC = longer, STYPE = text, INITCOND = '', PARALLEL = SAFE, COMBINEFUNC = longer);
CREATE AGGREGATE my_count(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0');
CREATE AGGREGATE my_percentile(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal,
    FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE VIEW v AS SELECT longest(relname::text) FROM pg_class;
COMMENT ON AGGREGATE longest(text) IS 'The longest of them';
