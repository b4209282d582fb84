CREATE TABLE item (id int);
CREATE MATERIALIZED VIEW m WITH (autovacuum_enabled = false) AS SELECT id FROM item;
