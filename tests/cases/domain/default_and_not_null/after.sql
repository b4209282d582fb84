CREATE DOMAIN score AS int DEFAULT 2 NOT NULL;
CREATE TABLE game (score score);
