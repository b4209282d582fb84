CREATE TYPE address AS (street text);
CREATE FUNCTION f(address) RETURNS text LANGUAGE sql AS 'SELECT $1.street';
