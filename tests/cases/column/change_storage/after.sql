create table public.t (a text storage main, b text, c text storage plain);
