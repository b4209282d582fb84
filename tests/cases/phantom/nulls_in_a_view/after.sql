CREATE TABLE item (id int);
CREATE VIEW v AS SELECT item.id, (SELECT q.x FROM (SELECT NULL::int4 AS x) q) AS x FROM item
    UNION ALL SELECT NULL::int4, NULL::int4 AS int4;
