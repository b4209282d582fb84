create table base (id int);
create table child (b int, id int not null) inherits (base);
