create table base (id int default 1, a int);
create table child (b int) inherits (base);
create table child2 () inherits (base);
insert into child values (1, 2);
