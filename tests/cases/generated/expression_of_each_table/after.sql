CREATE TABLE item (price int, gross int GENERATED ALWAYS AS (price + 2) STORED);
CREATE TABLE book (price int, gross int GENERATED ALWAYS AS (price + 2) STORED) INHERITS (item);
CREATE TABLE comic (price int, gross int GENERATED ALWAYS AS (price + 8) STORED) INHERITS (book);
CREATE TABLE food (price int, gross int GENERATED ALWAYS AS (price + 3) STORED) INHERITS (item);
CREATE TABLE event (at int, until int GENERATED ALWAYS AS (at + 4), twice int GENERATED ALWAYS AS (at * 2))
    PARTITION BY RANGE (at);
CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (0) TO (10);
CREATE TABLE event_2 PARTITION OF event (until GENERATED ALWAYS AS (at + 3), twice GENERATED ALWAYS AS (at * 3))
    FOR VALUES FROM (10) TO (20);
