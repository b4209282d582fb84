CREATE SCHEMA app;
--> statement-breakpoint
CREATE TABLE app.other (
    id integer NOT NULL,
    CONSTRAINT other_pkey PRIMARY KEY (id)
);
--> statement-breakpoint
CREATE TABLE public.item (
    id integer NOT NULL,
    name text,
    price integer,
    CONSTRAINT item_pkey PRIMARY KEY (id)
);
--> statement-breakpoint
CREATE PUBLICATION by_schema FOR TABLES IN SCHEMA app, TABLE ONLY public.item;
--> statement-breakpoint
CREATE PUBLICATION everything FOR ALL TABLES;
--> statement-breakpoint
CREATE PUBLICATION partly FOR TABLE ONLY app.other, TABLE ONLY public.item (id, name) WHERE ((id > 0)) WITH (publish = 'insert, update');
