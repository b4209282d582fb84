create table public.t (a int4, b varchar, c char, d decimal(5), e timestamptz(3), f float8, g bool, h text collate pg_catalog."default", i bpchar, j float(10), k int4[3], l interval(0));
