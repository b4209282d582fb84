create table base (id int, a text);
create table child (a text not null default 'q') inherits (base);
