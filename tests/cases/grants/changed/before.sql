CREATE TABLE item (id int, name text);
GRANT SELECT, INSERT, DELETE ON item TO pg_monitor;
GRANT SELECT (name) ON item TO pg_signal_backend;
