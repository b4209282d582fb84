CREATE TYPE point3 AS (z int, y int, x int);
CREATE TABLE dot (at point3);
