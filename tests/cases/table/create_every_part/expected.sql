CREATE TABLE public.item (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    code character varying(12) NOT NULL,
    price numeric(10,2) DEFAULT 0,
    parent bigint,
    doubled numeric GENERATED ALWAYS AS ((price * (2)::numeric)) STORED,
    CONSTRAINT item_pkey PRIMARY KEY (id),
    CONSTRAINT item_code_key UNIQUE (code),
    CONSTRAINT item_price_check CHECK ((price >= (0)::numeric)),
    CONSTRAINT item_parent_fkey FOREIGN KEY (parent) REFERENCES public.item(id) ON DELETE SET NULL
);
--> statement-breakpoint
CREATE INDEX item_parent_idx ON public.item USING btree (parent);
