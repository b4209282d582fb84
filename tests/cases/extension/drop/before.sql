CREATE EXTENSION hstore;
CREATE TABLE doc (id int);
