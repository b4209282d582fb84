create table public.log (at date not null, a text) partition by range (at);
create table public.log_2025 (at date not null, a text);
