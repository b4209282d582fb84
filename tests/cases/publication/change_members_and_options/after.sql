CREATE SCHEMA s;
CREATE TABLE s.t (a int PRIMARY KEY, b text);
CREATE TABLE u (a int PRIMARY KEY, b text);
CREATE PUBLICATION p FOR TABLE u WHERE (a > 2), TABLES IN SCHEMA s WITH (publish = 'insert, delete', publish_via_partition_root = true);
COMMENT ON PUBLICATION p IS 'x';
