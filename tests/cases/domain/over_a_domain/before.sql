CREATE DOMAIN number AS int;
CREATE DOMAIN score AS number CHECK (VALUE > 0);
CREATE TABLE game (score score);
INSERT INTO game VALUES (3);
