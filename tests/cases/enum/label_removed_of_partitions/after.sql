CREATE TYPE kind AS ENUM ('a', 'b');
CREATE TABLE item (kind kind NOT NULL DEFAULT 'a', n int) PARTITION BY LIST (n);
CREATE TABLE item_1 PARTITION OF item FOR VALUES IN (1);
CREATE INDEX item_kind ON item (kind);
