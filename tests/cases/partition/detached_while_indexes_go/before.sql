CREATE TABLE event (id int, at int, what text) PARTITION BY RANGE (at);
CREATE TABLE event_0 PARTITION OF event FOR VALUES FROM (0) TO (10);
CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (10) TO (20);
ALTER TABLE event ADD CONSTRAINT event_key PRIMARY KEY (id, at);
CREATE INDEX by_time ON event (at DESC);
CREATE INDEX by_what ON event (what);
CREATE TABLE note (id int, at int, FOREIGN KEY (id, at) REFERENCES event);
INSERT INTO event VALUES (1, 1, 'a'), (2, 11, 'b');
