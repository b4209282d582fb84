CREATE SCHEMA sales;
CREATE TYPE sales.state AS ENUM ('open', 'paid');
CREATE TABLE sales.orders (id serial PRIMARY KEY, state sales.state NOT NULL DEFAULT 'open');
CREATE VIEW public.paid AS SELECT id FROM sales.orders WHERE state = 'paid';
INSERT INTO sales.orders (state) VALUES ('paid');
