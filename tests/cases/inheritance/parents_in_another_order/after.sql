create table one (id int, a text);
create table two (id int, b text);
create table child (id int, a text, b text, c int) inherits (two, one);
