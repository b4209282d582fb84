create table base (id int constraint nn not null);
create table child (b int) inherits (base);
