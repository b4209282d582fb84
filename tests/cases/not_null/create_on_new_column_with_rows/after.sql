create table public.t (id int, a text not null default '');
