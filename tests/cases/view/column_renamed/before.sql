CREATE TABLE item (id int, name text);
CREATE VIEW v AS SELECT id, name AS title FROM item;
CREATE VIEW w AS SELECT id FROM v;
COMMENT ON VIEW v IS 'Kept';
COMMENT ON COLUMN w.id IS 'Kept too';
