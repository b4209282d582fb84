CREATE TABLE t (id bigint PRIMARY KEY, new int, g bigint GENERATED ALWAYS AS (new * 2) STORED) WITH (fillfactor = 80);
