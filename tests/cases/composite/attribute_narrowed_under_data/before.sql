CREATE TYPE pair AS (a numeric, b text);
CREATE TABLE item (p pair);
INSERT INTO item VALUES (ROW (1.5, 'abc'));
