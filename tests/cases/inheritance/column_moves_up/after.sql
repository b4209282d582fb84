create table base (id int, a text);
create table child () inherits (base);
