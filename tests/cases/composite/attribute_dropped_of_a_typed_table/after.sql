CREATE TYPE pair AS (a int, b text, c bigint, e date);
CREATE TABLE pairs OF pair;
CREATE TABLE more OF pair (PRIMARY KEY (a));
CREATE TABLE freed (a int, b text, c int, d int);
CREATE TABLE added OF pair;
CREATE VIEW sums AS SELECT a + c AS sum FROM pairs;
