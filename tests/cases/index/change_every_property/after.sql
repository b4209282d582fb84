CREATE TABLE t (a text, b int);
CREATE UNIQUE INDEX i ON t (lower(a) text_pattern_ops DESC NULLS LAST, b) INCLUDE (a) NULLS NOT DISTINCT WITH (deduplicate_items=off) WHERE b > 1;
CREATE INDEX g ON t USING gist (box(point(b,b), point(b,b))) WITH (buffering=on, fillfactor=50);
