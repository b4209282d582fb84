create type public.e as enum ('a');
create table public.t (a public.e, c text, d public.e);
