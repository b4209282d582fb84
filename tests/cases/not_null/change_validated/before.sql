create table public.t (a int);
alter table public.t add constraint a_must not null a not valid;
insert into public.t values (1);
