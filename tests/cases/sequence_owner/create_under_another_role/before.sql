CREATE TABLE t (id int NOT NULL, n int);
ALTER TABLE t OWNER TO app;
CREATE TABLE gone (id serial);
ALTER TABLE gone OWNER TO app;
CREATE TABLE kept (id serial);
ALTER TABLE kept OWNER TO app;
CREATE TABLE given (id serial);
CREATE TABLE moved (id serial);
ALTER TABLE moved OWNER TO app;
