CREATE TABLE t (a int, b int);
CREATE STATISTICS s ON (a + 1) FROM t;
