create table base (id int, a int);
create table mid (b int) inherits (base);
create table grand (c int) inherits (mid);
insert into grand values (1, 2, 3, 4);
