create table t(id serial primary key, a text not null default 'x' check (a <> ''));
