CREATE TABLE item (id int, name text, price int);
CREATE VIEW v AS SELECT id, name, price FROM item WHERE id > 0;
CREATE VIEW w AS SELECT id FROM v;
COMMENT ON VIEW v IS 'Kept';
