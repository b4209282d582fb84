CREATE DOMAIN number AS bigint;
CREATE DOMAIN score AS number CHECK (VALUE > 0);
CREATE TABLE game (score score);
