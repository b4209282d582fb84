CREATE TABLE p (a bigint NOT NULL, b text DEFAULT 'z', e int DEFAULT 3 NOT NULL, CHECK (a > 1));
CREATE TABLE c (d int) INHERITS (p);
