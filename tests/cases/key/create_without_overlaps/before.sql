create extension btree_gist;
create table public.t (room int, during tstzrange);
insert into public.t values (1, '[2026-01-01, 2026-01-02)');
