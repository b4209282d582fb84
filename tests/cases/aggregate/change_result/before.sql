CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
CREATE VIEW v AS SELECT total(1);
COMMENT ON AGGREGATE total(int) IS 'kept';
GRANT EXECUTE ON FUNCTION total(int) TO pg_monitor;
