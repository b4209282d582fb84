CREATE TABLE item (id int, name text);
CREATE VIEW v AS SELECT id, name FROM item;
ALTER VIEW v ALTER COLUMN name SET DEFAULT 'a';
