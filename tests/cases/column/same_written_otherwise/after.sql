create table public.t (a integer, b character varying, c character(1), d numeric(5, 0), e timestamp(3) with time zone,
    f double precision, g boolean, h text, i bpchar, j real, k integer[], l interval (0));
