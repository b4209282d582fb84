CREATE TYPE point3 AS (x int, y int, z int, "W" int);
CREATE TABLE dot (at point3, others point3[]);
