create table public.t (a int, b text, c int[], d tsrange, e jsonb, f point);
insert into public.t values (1, 'x', '{1}', '[2026-01-01, 2026-01-02)', '{}', '(0,0)');
