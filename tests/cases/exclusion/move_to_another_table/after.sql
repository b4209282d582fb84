CREATE TABLE a (r int4range); CREATE TABLE b (r int4range, CONSTRAINT apart EXCLUDE USING gist (r WITH &&));
