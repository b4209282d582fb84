CREATE TABLE item (id int, name text);
CREATE MATERIALIZED VIEW m AS SELECT id, name FROM item;
CREATE UNIQUE INDEX m_id ON m (id);
INSERT INTO item VALUES (1, 'a');
