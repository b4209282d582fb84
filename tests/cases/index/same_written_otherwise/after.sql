create table public.t (a int, b text);
create index on public.t using btree (a asc nulls last);
create index t_b on public.t using btree (lower(b) text_ops) where ((a is not null) and (b != 'x'));
