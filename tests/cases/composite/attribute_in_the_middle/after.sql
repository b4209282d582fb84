CREATE TYPE point3 AS (w int, x int, y int, z int);
CREATE FUNCTION far(point3) RETURNS boolean LANGUAGE sql AS 'SELECT ($1).x > 9';
