CREATE TABLE note (id int, owner int) PARTITION BY RANGE (id);
CREATE TABLE note_1 (id int, owner int);
