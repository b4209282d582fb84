create table public.t (during tsrange, constraint free exclude using gist (during with &&));
insert into public.t values ('[2026-01-01, 2026-01-02)');
