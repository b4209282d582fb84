CREATE TYPE mood AS ENUM ('b', 'd', 'f');
CREATE TABLE t (m mood);
INSERT INTO t VALUES ('b'), ('f');
