CREATE TABLE t (a text, b int);
CREATE INDEX i ON t (a);
CREATE INDEX g ON t USING gist (box(point(b,b), point(b,b)));
