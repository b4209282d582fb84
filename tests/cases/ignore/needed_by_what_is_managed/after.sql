CREATE TABLE legacy_a (id int PRIMARY KEY, x text, more int);
CREATE TYPE legacy_t AS ENUM ('a', 'b');
CREATE TABLE t (a int REFERENCES legacy_a, b legacy_t);
CREATE VIEW v AS SELECT x FROM legacy_a;
