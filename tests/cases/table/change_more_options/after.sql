CREATE TABLE t (a int) WITH (parallel_workers=4, vacuum_truncate=false);
