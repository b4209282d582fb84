CREATE DOMAIN score AS int;
CREATE TABLE game (score score);
