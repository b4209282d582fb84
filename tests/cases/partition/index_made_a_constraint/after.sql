CREATE TABLE event (id bigint, at date) PARTITION BY RANGE (at);
CREATE TABLE event_24 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE event_25 PARTITION OF event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE UNIQUE INDEX event_key ON event (id, at);
CREATE TABLE note (id int, at date, FOREIGN KEY (id, at) REFERENCES event_24 (id, at));
