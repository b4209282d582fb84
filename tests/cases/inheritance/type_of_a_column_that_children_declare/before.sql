create table base (id int, a int);
create table child (id int, b int) inherits (base);
create table grand (c int) inherits (child);
insert into grand values (1, 2);
