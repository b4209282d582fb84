CREATE TABLE item (id int);
CREATE VIEW v AS SELECT id FROM item;
GRANT SELECT ON v TO pg_monitor;
