CREATE TABLE item (id int, price int, old int);
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(price + old) FROM item; END;
CREATE VIEW totals AS SELECT total();
