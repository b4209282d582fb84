CREATE SCHEMA app;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE person (mood mood DEFAULT 'ok');
INSERT INTO person VALUES ('ok');
