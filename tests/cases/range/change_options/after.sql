CREATE FUNCTION fd(float8, float8) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE TYPE r AS RANGE (subtype = float8, subtype_diff = fd, multirange_type_name = mr);
COMMENT ON TYPE r IS 'x';
