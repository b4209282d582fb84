CREATE TYPE mood AS ENUM ('a0', 'a1', 'b', 'c0', 'c1', 'd', 'e', 'f', 'g', 'h');
CREATE TABLE t (m mood);
