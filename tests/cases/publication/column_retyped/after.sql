CREATE TABLE u (a bigint PRIMARY KEY, b int);
CREATE PUBLICATION p FOR TABLE u (a, b) WHERE (b > 1 AND a > 1);
CREATE PUBLICATION q FOR ALL TABLES WITH (publish_generated_columns = stored);
