CREATE TABLE event (id int NOT NULL, at int NOT NULL, what text) PARTITION BY RANGE (at);
CREATE TABLE event_0 (id int NOT NULL, at int NOT NULL, what text);
CREATE INDEX event_0_what_idx ON event_0 (what);
CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (10) TO (20);
CREATE TABLE note (id int, at int);
