CREATE TABLE place (id int, name text NOT NULL);
CREATE TABLE town () INHERITS (place);
CREATE TABLE hamlet (id int, name text);
CREATE TABLE road (id int, name text);
CREATE TABLE lane (id int, name text);
INSERT INTO hamlet VALUES (1, 'a');
INSERT INTO lane VALUES (1, 'a');
