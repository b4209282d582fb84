CREATE TABLE kinds (kind text PRIMARY KEY);
CREATE TABLE t (id int NOT NULL, kind text);
INSERT INTO t VALUES (1, 'a');
