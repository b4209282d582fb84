create table base (id int default 2, a int default 3);
create table child (b int) inherits (base);
create table child2 () inherits (base);
alter table child2 alter id set default 9;
alter table child2 alter a drop default;
