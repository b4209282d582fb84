create table base (id int);
create table child (b int, constraint k check (id > 0)) inherits (base);
