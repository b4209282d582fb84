CREATE TABLE public.t (a int);
ALTER TABLE public.t OWNER TO pg_monitor;
GRANT SELECT, INSERT ON public.t TO pg_monitor, pg_signal_backend WITH GRANT OPTION;
GRANT SELECT ON public.t TO pg_read_all_data;
CREATE TABLE public.u (a int);
ALTER TABLE public.u OWNER TO pg_monitor;
GRANT SELECT ON public.u TO pg_signal_backend;
CREATE TABLE public.w (a int);
REVOKE ALL ON public.w FROM CURRENT_USER;
