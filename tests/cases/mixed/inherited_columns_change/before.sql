CREATE TABLE p (a int NOT NULL, b text DEFAULT 'x', CHECK (a > 0));
CREATE TABLE c (d int) INHERITS (p);
INSERT INTO c VALUES (5, 'y', 2);
