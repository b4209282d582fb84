CREATE TABLE item (id int, name text, CONSTRAINT k CHECK (id > 0));
COMMENT ON TABLE item IS 'a';
COMMENT ON COLUMN item.id IS 'b';
COMMENT ON CONSTRAINT k ON item IS 'c';
INSERT INTO item VALUES (1, 'x');
