CREATE SCHEMA archive;
CREATE TABLE archive.log (id int);
CREATE TABLE archive.old_log (id serial PRIMARY KEY, note text);
