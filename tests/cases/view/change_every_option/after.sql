CREATE TABLE t (a int, b int);
CREATE VIEW v WITH (security_invoker=true, security_barrier=true, check_option=local) AS SELECT a FROM t WHERE a > 1;
CREATE VIEW w AS SELECT a FROM v;
CREATE VIEW sb AS SELECT a FROM t WITH CASCADED CHECK OPTION;
