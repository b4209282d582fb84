CREATE DOMAIN score AS int CONSTRAINT bounds CHECK (VALUE > 0);
CREATE TABLE game (score score);
INSERT INTO game VALUES (3);
