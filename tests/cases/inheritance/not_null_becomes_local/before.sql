create table base (id int not null);
create table child (b int) inherits (base);
insert into child values (1, 2);
