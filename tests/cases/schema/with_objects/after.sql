CREATE SCHEMA "Mixed Case";
CREATE TYPE "Mixed Case".state AS ENUM ('new', 'done');
CREATE TABLE "Mixed Case".job (id int PRIMARY KEY, state "Mixed Case".state DEFAULT 'new');
CREATE VIEW "Mixed Case".open_jobs AS SELECT id FROM "Mixed Case".job WHERE state = 'new';
