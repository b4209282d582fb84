CREATE COLLATION plain (provider = libc, locale = 'C');
CREATE TABLE item (name text COLLATE plain);
INSERT INTO item VALUES ('a');
