CREATE TABLE item (id bigint, price int, name text);
CREATE FUNCTION gross(item) RETURNS numeric LANGUAGE sql STABLE AS 'SELECT $1.price * 1.19';
CREATE FUNCTION items() RETURNS SETOF item LANGUAGE sql AS 'SELECT * FROM public.item';
CREATE VIEW prices AS SELECT id, gross(item) FROM item;
