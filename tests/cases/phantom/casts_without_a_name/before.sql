CREATE TABLE item (id int, at timestamptz);
CREATE VIEW v AS SELECT id::text, at::date, coalesce(id, 0), CASE WHEN id > 0 THEN 1 END, now()::date AS d FROM item;
CREATE MATERIALIZED VIEW m AS SELECT id::text, count(*) FROM item GROUP BY 1;
CREATE UNIQUE INDEX m_id ON m (id);
