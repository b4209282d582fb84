CREATE DOMAIN mood AS text CHECK (VALUE IN ('sad', 'ok'));
CREATE TABLE person (mood mood);
