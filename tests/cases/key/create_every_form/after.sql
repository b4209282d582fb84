create table public.t (a int, b int, c text,
    constraint k1 unique nulls not distinct (a), constraint k2 unique (b) include (c),
    constraint k3 unique (a, b) deferrable, constraint k4 unique (a, c) deferrable initially deferred,
    constraint k5 unique (b, c) with (fillfactor = 70), constraint k6 primary key (c) include (a));
