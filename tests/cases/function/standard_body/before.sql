CREATE TABLE item (id int, price int);
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(price) FROM item; END;
INSERT INTO item VALUES (1, 2);
