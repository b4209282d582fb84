create table public.item (
    id bigint generated always as identity primary key,
    code varchar(12) not null unique,
    price numeric(10, 2) default 0 check (price >= 0),
    parent bigint references public.item (id) on delete set null,
    doubled numeric generated always as (price * 2) stored
);
create index on public.item (parent);
