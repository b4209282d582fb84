CREATE TABLE item (id int, name text);
CREATE TABLE other (id int);
GRANT SELECT ON item TO pg_monitor;
GRANT SELECT (id) ON other TO pg_monitor;
