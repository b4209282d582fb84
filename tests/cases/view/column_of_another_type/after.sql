CREATE TABLE item (id int, price int);
CREATE VIEW v AS SELECT id, price::text AS price FROM item;
CREATE MATERIALIZED VIEW m AS SELECT price FROM v;
CREATE INDEX m_price ON m (price);
