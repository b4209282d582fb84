CREATE TABLE item (id int, name text);
GRANT SELECT, UPDATE ON item TO pg_monitor;
GRANT INSERT ON item TO pg_monitor WITH GRANT OPTION;
GRANT UPDATE (name) ON item TO pg_signal_backend;
