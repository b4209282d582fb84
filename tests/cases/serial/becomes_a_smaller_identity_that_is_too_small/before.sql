create table public.t (id bigserial, x int);
select setval('public.t_id_seq', 40000);
