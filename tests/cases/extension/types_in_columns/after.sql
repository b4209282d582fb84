CREATE EXTENSION citext;
CREATE EXTENSION hstore;
CREATE TABLE person (id int, mail citext, tags hstore);
