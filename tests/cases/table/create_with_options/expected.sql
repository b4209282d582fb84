CREATE TABLE public.t (
    id integer,
    a text
)
WITH (autovacuum_enabled=false, fillfactor=70, toast.autovacuum_enabled=off, toast_tuple_target=2000);
