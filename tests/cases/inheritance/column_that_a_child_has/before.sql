create table base (id int);
create table child (a text not null default 'q') inherits (base);
insert into child values (1, 'x');
