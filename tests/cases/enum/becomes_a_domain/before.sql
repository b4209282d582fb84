CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE person (mood mood);
INSERT INTO person VALUES ('ok');
