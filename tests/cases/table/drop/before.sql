create table public.gone (id int primary key, a text);
insert into public.gone values (1, 'x');
create table public.stays (id int primary key);
insert into public.stays values (1);
