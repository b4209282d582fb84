create table base (id int, constraint k check (id > 0));
create table child (b int) inherits (base);
