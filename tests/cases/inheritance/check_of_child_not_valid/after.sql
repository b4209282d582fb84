CREATE TABLE kinds (kind text PRIMARY KEY);
CREATE TABLE t (id int NOT NULL, kind text);
CREATE TABLE child (more int) INHERITS (t);
ALTER TABLE child ADD FOREIGN KEY (kind) REFERENCES kinds;
ALTER TABLE child ADD CONSTRAINT small CHECK (id < 5) NOT VALID;
