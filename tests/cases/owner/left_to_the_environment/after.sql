CREATE TABLE item (id int);
CREATE COLLATION posix FROM "C";
ALTER TABLE item OWNER TO joey_case_owner;
ALTER COLLATION posix OWNER TO joey_case_owner;
