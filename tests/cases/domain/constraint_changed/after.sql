CREATE DOMAIN score AS int CONSTRAINT bounds CHECK (VALUE >= 0 AND VALUE <= 100);
CREATE TABLE game (score score);
