CREATE SEQUENCE one INCREMENT 5;
CREATE TYPE one AS ENUM ('a', 'b');
CREATE TABLE t (one one);
CREATE TABLE u (id serial);
CREATE DOMAIN u_id_seq AS text;
