create table base (id int, constraint k check (id > 0));
create table child (b int) inherits (base);
insert into child values (1, 2);
