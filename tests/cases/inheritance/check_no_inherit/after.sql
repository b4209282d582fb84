create table base (id int, constraint k check (id > 0) no inherit);
create table child (b int) inherits (base);
