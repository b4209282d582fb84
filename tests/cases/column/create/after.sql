create table public.t (
    id int primary key, a text, b varchar(20) not null default 'x', c numeric(10, 2)[], d timestamptz default now(),
    e int unique, f int references public.t, g int check (g > 0)
);
