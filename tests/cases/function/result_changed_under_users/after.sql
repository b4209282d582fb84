CREATE FUNCTION twice(x int) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT x * 2::bigint';
CREATE TABLE t (a int, g numeric GENERATED ALWAYS AS (twice(a)) STORED, d bigint DEFAULT twice(3),
    CONSTRAINT positive CHECK (twice(a) > 0));
CREATE INDEX t_twice ON t (twice(a));
CREATE VIEW v AS SELECT twice(a) AS n FROM t;
CREATE VIEW w AS SELECT n FROM v;
COMMENT ON VIEW w IS 'stands on v';
CREATE POLICY positive_ones ON t USING (twice(a) > 0);
CREATE TRIGGER big BEFORE UPDATE ON t FOR EACH ROW WHEN (twice(new.a) > 9)
    EXECUTE FUNCTION suppress_redundant_updates_trigger();
