create table base (id int);
create table child (a text) inherits (base);
insert into child values (1, 'x');
