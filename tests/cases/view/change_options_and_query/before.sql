CREATE TABLE t (a int, b int);
CREATE VIEW v WITH (security_invoker=true) AS SELECT a FROM t WHERE a > 1;
