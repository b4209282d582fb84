CREATE TABLE legacy_b (id int);
CREATE TYPE legacy_t AS ENUM ('b');
CREATE FUNCTION legacy_f() RETURNS text LANGUAGE sql AS 'SELECT ''1''';
CREATE TABLE t (a int, b int);
