ALTER PUBLICATION pub SET (publish = 'insert', publish_via_partition_root = true, publish_generated_columns = stored);
