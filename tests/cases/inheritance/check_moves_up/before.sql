create table base (id int);
create table child (b int, constraint k check (id > 0)) inherits (base);
insert into child values (1, 2);
