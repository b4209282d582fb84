CREATE DOMAIN score AS int DEFAULT 1;
CREATE TABLE game (score score);
INSERT INTO game VALUES (3);
