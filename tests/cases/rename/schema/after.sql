CREATE SCHEMA shop;
CREATE TYPE shop.state AS ENUM ('open', 'paid');
CREATE TABLE shop.orders (id serial PRIMARY KEY, state shop.state NOT NULL DEFAULT 'open');
CREATE VIEW public.paid AS SELECT id FROM shop.orders WHERE state = 'paid';
