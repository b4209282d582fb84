CREATE TYPE kind AS ENUM ('a', 'b', 'c');
CREATE TABLE item (kind kind NOT NULL) PARTITION BY LIST (kind);
CREATE TABLE item_a PARTITION OF item FOR VALUES IN ('a');
INSERT INTO item VALUES ('a');
