CREATE TABLE item (id int, kind varchar(9),
    CONSTRAINT known CHECK (((kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))));
CREATE INDEX item_known ON item (id)
    WHERE ((kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]));
CREATE VIEW v AS SELECT id FROM item
    WHERE ((kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]));
CREATE VIEW w AS SELECT id FROM v;
CREATE POLICY p ON item USING (((kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])));
