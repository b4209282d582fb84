CREATE TABLE item (id int, price int);
CREATE VIEW v AS SELECT id, price FROM item;
CREATE MATERIALIZED VIEW m AS SELECT price FROM v;
CREATE INDEX m_price ON m (price);
INSERT INTO item VALUES (1, 2);
