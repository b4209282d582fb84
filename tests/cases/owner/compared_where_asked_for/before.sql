CREATE TABLE item (id serial, name text);
CREATE VIEW v AS SELECT id FROM item;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE mood AS ENUM ('sad');
ALTER VIEW v OWNER TO joey_case_owner;
