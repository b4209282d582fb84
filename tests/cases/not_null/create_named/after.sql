create table public.t (a int constraint must not null, b int constraint "b must" not null);
