CREATE TYPE point3 AS (x int, z int);
CREATE FUNCTION far(point3) RETURNS boolean LANGUAGE sql AS 'SELECT ($1).x > 9';
