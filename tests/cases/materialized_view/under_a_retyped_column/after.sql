CREATE TABLE item (id bigint, name text);
CREATE MATERIALIZED VIEW m AS SELECT id, name FROM item;
CREATE UNIQUE INDEX m_id ON m (id);
