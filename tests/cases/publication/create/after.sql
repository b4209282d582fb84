CREATE SCHEMA app;
CREATE TABLE item (id int PRIMARY KEY, name text, price int);
CREATE TABLE app.other (id int PRIMARY KEY);
CREATE PUBLICATION partly FOR TABLE item (id, name) WHERE (id > 0), TABLE app.other WITH (publish = 'insert, update');
CREATE PUBLICATION by_schema FOR TABLE item, TABLES IN SCHEMA app;
CREATE PUBLICATION everything FOR ALL TABLES;
