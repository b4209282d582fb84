CREATE TABLE item (id int, price bigint);
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(price)::bigint + 1 FROM item; END;
CREATE FUNCTION half(n numeric) RETURNS numeric IMMUTABLE RETURN n / 2;
