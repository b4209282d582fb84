CREATE TYPE mood AS ENUM ('sad', 'ok', 'unused');
COMMENT ON TYPE mood IS 'How somebody feels';
CREATE DOMAIN good_mood AS mood CHECK (VALUE <> 'sad');
CREATE TYPE report AS (at date, mood mood);
CREATE TABLE person (
    id int PRIMARY KEY,
    mood mood NOT NULL DEFAULT 'ok',
    moods mood[] DEFAULT '{sad}',
    best good_mood,
    last report
);
CREATE INDEX sad_people ON person (id) WHERE mood = 'sad';
CREATE INDEX by_mood ON person (mood);
CREATE VIEW sad AS SELECT id, mood FROM person WHERE mood = 'sad';
COMMENT ON VIEW sad IS 'Those who need a word';
CREATE POLICY no_sad ON person USING (mood <> 'sad');
INSERT INTO person VALUES (1, 'sad', '{sad,ok}', 'ok', ROW ('2026-01-01', 'sad'));
