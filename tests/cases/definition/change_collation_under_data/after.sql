CREATE COLLATION plain (provider = builtin, locale = 'C');
CREATE TABLE item (name text COLLATE plain);
