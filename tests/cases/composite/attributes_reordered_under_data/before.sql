CREATE TYPE point3 AS (x int, y int, z int);
CREATE TABLE dot (at point3);
INSERT INTO dot VALUES (ROW (1, 2, 3));
