CREATE TYPE pair AS (a int, b text, c int, d int);
CREATE TABLE pairs OF pair;
CREATE TABLE more OF pair (PRIMARY KEY (a));
CREATE TABLE freed OF pair;
CREATE INDEX ON more (d);
CREATE VIEW sums AS SELECT a + c AS sum FROM pairs;
INSERT INTO pairs VALUES (1, 'x', 2, 3);
INSERT INTO more VALUES (1, 'x', 2, 3);
INSERT INTO freed VALUES (1, 'x', 2, 3);
