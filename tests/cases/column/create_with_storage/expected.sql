CREATE TABLE public.t (
    a text STORAGE EXTERNAL,
    b text COMPRESSION pglz,
    c jsonb STORAGE MAIN COMPRESSION pglz,
    d text
);
