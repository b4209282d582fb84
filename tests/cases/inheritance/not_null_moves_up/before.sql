create table base (id int);
create table child (b int, constraint nn not null id) inherits (base);
insert into child values (1, 2);
