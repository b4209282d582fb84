CREATE TABLE a (id int PRIMARY KEY);
CREATE PUBLICATION pub FOR TABLE a WITH (publish = 'insert', publish_via_partition_root, publish_generated_columns = stored);
