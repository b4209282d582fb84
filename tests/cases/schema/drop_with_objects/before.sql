CREATE SCHEMA app;
CREATE TYPE app.state AS ENUM ('new', 'done');
CREATE TABLE app.job (id int PRIMARY KEY, state app.state DEFAULT 'new');
CREATE TABLE app.step (id int PRIMARY KEY, job int REFERENCES app.job);
CREATE VIEW app.open_jobs AS SELECT id FROM app.job WHERE state = 'new';
