create table base (id bigint, a text);
create table child (id bigint, b int) inherits (base);
create table grand (c int) inherits (child);
