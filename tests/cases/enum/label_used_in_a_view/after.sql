CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE person (id int, mood mood, CHECK (mood <> 'happy' OR id > 0));
CREATE VIEW happy AS SELECT id FROM person WHERE mood = 'happy';
CREATE INDEX happy_people ON person (id) WHERE mood = 'happy';
