CREATE SCHEMA ext;
CREATE EXTENSION citext;
CREATE TABLE person (mail citext NOT NULL UNIQUE);
INSERT INTO person VALUES ('Ann@example.org');
