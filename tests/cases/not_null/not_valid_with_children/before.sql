CREATE TABLE place (id int, name text);
CREATE TABLE event (at date, what text) PARTITION BY RANGE (at);
INSERT INTO place VALUES (1, NULL);
