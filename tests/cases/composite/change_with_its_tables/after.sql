CREATE TYPE c AS (a bigint, b text, x int);
CREATE TABLE t OF c;
CREATE VIEW v AS SELECT a FROM t;
