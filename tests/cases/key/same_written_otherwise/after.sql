create table public.t (id int not null, a int, b int);
alter table public.t add constraint t_pkey primary key (id);
alter table public.t add constraint t_a_key unique (a);
create unique index t_b_key on public.t (b);
alter table public.t add constraint t_b_key unique using index t_b_key;
