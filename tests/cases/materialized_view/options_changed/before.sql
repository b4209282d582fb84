CREATE TABLE item (id int);
CREATE MATERIALIZED VIEW m WITH (fillfactor = 90) AS SELECT id FROM item;
