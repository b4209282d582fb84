CREATE TABLE item (p numeric(12, 4), q numeric, r text);
