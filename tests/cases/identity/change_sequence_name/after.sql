create table public.t (a int generated always as identity (sequence name public.numbers));
