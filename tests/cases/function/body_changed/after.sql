CREATE FUNCTION add(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT b + a';
CREATE TABLE t (a int, g int GENERATED ALWAYS AS (add(a, 1)) STORED, CHECK (add(a, 2) > 0));
CREATE INDEX ON t (add(a, 3));
CREATE VIEW v AS SELECT add(a, 4) FROM t;
