CREATE TABLE item (id integer, price numeric(8, 2) DEFAULT '1.0'::numeric, name varchar(5),
    at timestamp with time zone DEFAULT now(), flags boolean DEFAULT true,
    CONSTRAINT item_check CHECK (((id >= 1) AND (id <= 9) AND ((name)::text ~~ 'a%'::text))));
ALTER TABLE item ADD PRIMARY KEY (id);
CREATE INDEX item_lower_idx ON public.item USING btree (lower((name)::text));
