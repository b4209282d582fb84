create table public.t (a int, b int);
alter table public.t add constraint a_must not null a not valid;
alter table public.t add not null b not valid;
