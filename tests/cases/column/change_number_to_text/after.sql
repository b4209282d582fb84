create table public.t (a text, b text, c text, d text, e text, f text, g varchar(3));
