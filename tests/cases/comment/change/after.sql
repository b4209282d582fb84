CREATE TABLE item (id int, name text, CONSTRAINT k CHECK (id > 0));
COMMENT ON TABLE item IS 'it''s \ 😀';
COMMENT ON COLUMN item.name IS E'two\nlines';
COMMENT ON CONSTRAINT k ON item IS '';
