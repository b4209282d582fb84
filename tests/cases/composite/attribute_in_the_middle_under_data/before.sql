CREATE TYPE point3 AS (x int, z int, old int);
CREATE TABLE dot (at point3, others point3[]);
INSERT INTO dot VALUES (ROW (1, 3, 4), ARRAY[]::point3[]);
