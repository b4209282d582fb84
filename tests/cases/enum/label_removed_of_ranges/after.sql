CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN moods AS mood[];
CREATE TYPE report AS (at date, moods moods, mood mood);
CREATE TYPE week AS (last report, reports report[]);
CREATE TYPE mood_range AS RANGE (subtype = mood);
CREATE TABLE person (
    id int PRIMARY KEY,
    mood mood,
    label mood,
    weeks week[],
    span mood_range,
    spans mood_multirange[]
);
CREATE INDEX spans ON person USING gist (span);
