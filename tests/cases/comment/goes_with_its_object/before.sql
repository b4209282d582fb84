CREATE TABLE item (id int, name text);
COMMENT ON TABLE item IS 'a';
COMMENT ON COLUMN item.name IS 'b';
CREATE VIEW v AS SELECT id FROM item;
COMMENT ON VIEW v IS 'c';
