create domain public.email as text check (value like '%@%');
create table public.t (a public.email);
