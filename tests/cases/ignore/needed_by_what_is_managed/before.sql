CREATE TABLE legacy_a (id int PRIMARY KEY, x text);
CREATE TYPE legacy_t AS ENUM ('a');
INSERT INTO legacy_a VALUES (1, 'stays');
CREATE TABLE t (a int);
