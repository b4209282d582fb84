CREATE TABLE item (id int, at timestamptz);
CREATE VIEW v AS SELECT item.id::text AS id, at::date AS at, coalesce(id, 0) AS coalesce,
    CASE WHEN (id > 0) THEN 1 ELSE NULL::int END AS "case", CAST(now() AS date) AS d FROM item;
CREATE MATERIALIZED VIEW m AS SELECT item.id::text AS id, count(*) AS count FROM item GROUP BY (item.id::text);
CREATE UNIQUE INDEX m_id ON m USING btree (id);
