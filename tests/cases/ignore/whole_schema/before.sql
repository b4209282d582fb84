CREATE SCHEMA legacy;
CREATE TABLE legacy.a (id int PRIMARY KEY);
CREATE OPERATOR legacy.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq);
COMMENT ON SCHEMA legacy IS 'theirs';
CREATE TABLE t (a int);
