CREATE TABLE legacy_a (id int PRIMARY KEY, x text);
INSERT INTO legacy_a VALUES (1, 'stays');
CREATE INDEX foo ON legacy_a (x);
COMMENT ON TABLE legacy_a IS 'theirs';
CREATE TYPE legacy_t AS ENUM ('a');
CREATE FUNCTION legacy_f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW legacy_v AS SELECT 1 AS a;
CREATE TABLE t (a int);
