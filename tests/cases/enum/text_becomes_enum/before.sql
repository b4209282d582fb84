CREATE TABLE person (id int, mood text NOT NULL DEFAULT 'ok' CHECK (mood IN ('sad', 'ok')));
INSERT INTO person VALUES (1, 'sad');
