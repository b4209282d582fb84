CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE TABLE t (
    id int PRIMARY KEY,
    m mood DEFAULT 'sad',
    g text GENERATED ALWAYS AS (CASE m WHEN 'sad' THEN 'x' ELSE 'y' END) STORED,
    CHECK (m <> 'glad' OR id > 0)
);
CREATE MATERIALIZED VIEW mv AS SELECT m, count(*) FROM t GROUP BY m;
CREATE UNIQUE INDEX of_mv ON mv (m);
CREATE INDEX by_expression ON t ((m = 'sad'));
CREATE INDEX partial ON t (m) WHERE m IN ('sad', 'ok');
CREATE FUNCTION seen() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW WHEN (new.m = 'sad') EXECUTE FUNCTION seen();
CREATE POLICY p ON t USING (m = 'sad');
CREATE STATISTICS s ON id, m FROM t;
CREATE RULE r AS ON UPDATE TO t WHERE new.m = 'sad' DO NOTHING;
CREATE TABLE u (m mood UNIQUE, f mood REFERENCES u (m));
INSERT INTO t VALUES (1, 'sad'), (2, 'ok');
INSERT INTO u VALUES ('ok', 'ok');
