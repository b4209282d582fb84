create collation public.german (provider = builtin, locale = 'C.UTF-8');
create table public.t (id int);
