CREATE TABLE t (a int) WITH (parallel_workers=3, user_catalog_table=true, log_autovacuum_min_duration=5);
