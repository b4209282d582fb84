CREATE TABLE place (id int, name text NOT NULL);
CREATE TABLE town () INHERITS (place);
CREATE TABLE hamlet (id int, name text) INHERITS (town);
CREATE TABLE road (id int, name text NOT NULL);
CREATE TABLE lane (id int, name text) INHERITS (road);
