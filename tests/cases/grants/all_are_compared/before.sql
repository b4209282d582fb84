CREATE TABLE item (id int);
GRANT SELECT ON item TO pg_monitor;
GRANT USAGE ON SCHEMA public TO pg_monitor;
