CREATE COLLATION plain (provider = builtin, locale = 'C');
CREATE TABLE item (name text COLLATE plain);
CREATE INDEX item_name ON item (name COLLATE "C");
