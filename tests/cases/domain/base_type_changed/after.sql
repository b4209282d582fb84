CREATE DOMAIN score AS bigint CHECK (VALUE > 0);
CREATE TABLE game (id int PRIMARY KEY, score score NOT NULL DEFAULT 1, scores score[]);
CREATE INDEX game_score ON game (score);
CREATE VIEW best AS SELECT id, score FROM game ORDER BY score DESC;
