create table public.t (a text not null default 'low');
