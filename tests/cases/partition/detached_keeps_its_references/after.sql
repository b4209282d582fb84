CREATE TABLE owner (id int PRIMARY KEY);
CREATE TABLE note (id int, owner int CONSTRAINT note_owner REFERENCES owner) PARTITION BY RANGE (id);
CREATE TABLE note_1 PARTITION OF note FOR VALUES FROM (1) TO (10);
CREATE TABLE note_2 (id int, owner int CONSTRAINT note_owner REFERENCES owner);
