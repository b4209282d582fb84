CREATE VIEW a AS SELECT 1, 2 AS "?column?2", NULL::int;
CREATE VIEW b ("?column?") AS SELECT NULL::int;
CREATE VIEW c (x, y) AS VALUES (1, 'a'), (2, 'b');
CREATE VIEW d (count) AS SELECT 1::int UNION SELECT NULL::int;
CREATE VIEW e (z) AS TABLE b;
