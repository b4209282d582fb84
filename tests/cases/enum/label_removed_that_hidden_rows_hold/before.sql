CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE person (id int, mood mood) PARTITION BY LIST (id);
CREATE TABLE person_1 PARTITION OF person FOR VALUES IN (1);
CREATE TABLE being (mood mood);
CREATE TABLE animal (legs int) INHERITS (being);
ALTER TABLE person ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

INSERT INTO person VALUES (1, 'ok'), (1, 'sad');
INSERT INTO being VALUES ('ok');
INSERT INTO animal VALUES ('ok', 4), ('ok', 2), ('sad', 0);
