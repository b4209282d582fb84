create sequence public.t_id_seq as int;
create table public.t (id int default nextval('public.t_id_seq') primary key, x int);
