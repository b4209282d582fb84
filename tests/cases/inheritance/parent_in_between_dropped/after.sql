create table base (id int, a int);
create table grand (id int, a int, b int, c int) inherits (base);
