create table public.log (at date not null, a text) partition by range (at);
