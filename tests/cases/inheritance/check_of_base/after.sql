create table public.base (id int, a text, constraint filled check (a <> ''), constraint own check (id > 0) no inherit);
create table public.child (b int) inherits (public.base);
