CREATE TYPE mood AS ENUM ('awful', 'bad', 'sad', 'so-so', 'ok', 'good', 'great');
CREATE TABLE person (mood mood);
