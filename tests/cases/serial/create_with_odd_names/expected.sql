CREATE TABLE public."T t" (
    "i d" serial,
    "Id" bigserial
);
