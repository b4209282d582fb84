CREATE TABLE item (price int, gross int GENERATED ALWAYS AS (price + 1) STORED);
CREATE TABLE book (gross int GENERATED ALWAYS AS (price + 2) STORED) INHERITS (item);
