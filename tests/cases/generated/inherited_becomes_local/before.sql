CREATE TABLE item (price int, gross int GENERATED ALWAYS AS (price + 1) STORED);
CREATE TABLE book () INHERITS (item);
INSERT INTO book VALUES (2);
