create table public.t (a int constraint must not null, b int not null no inherit, c int constraint c_must not null no inherit);
