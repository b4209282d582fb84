create table public.t (during tsrange, area box);
insert into public.t values ('[2026-01-01, 2026-01-02)', '(0,0),(1,1)');
