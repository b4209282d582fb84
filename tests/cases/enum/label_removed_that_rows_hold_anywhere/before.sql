CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
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

INSERT INTO person VALUES
    (1, 'glad', 'ok', ARRAY[ROW (ROW ('2026-01-01', '{glad,glad}', 'ok'), ARRAY[ROW ('2026-01-02', '{ok}', 'glad')::report])::week], '[sad,ok]', NULL),
    (2, 'glad', 'glad', NULL, '[ok,glad)', ARRAY['{[sad,sad],[glad,glad]}'::mood_multirange]),
    (3, 'sad', NULL, NULL, NULL, NULL);
