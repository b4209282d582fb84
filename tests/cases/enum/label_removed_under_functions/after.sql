CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE FUNCTION worth(mood) RETURNS int LANGUAGE sql IMMUTABLE AS $$SELECT CASE $1 WHEN 'sad' THEN 0 ELSE 1 END$$;
CREATE FUNCTION any_mood() RETURNS mood LANGUAGE sql BEGIN ATOMIC SELECT 'ok'::mood; END;
CREATE TABLE person (mood mood, worth int GENERATED ALWAYS AS (worth(mood)) STORED);
CREATE INDEX by_worth ON person (worth(mood));
