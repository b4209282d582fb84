CREATE TABLE t (a int, b int);
CREATE VIEW v WITH (security_barrier=true) AS SELECT a FROM t WHERE a > 2;
