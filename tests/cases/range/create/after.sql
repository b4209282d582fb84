CREATE FUNCTION seconds(time, time) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT
    AS $$SELECT extract(epoch FROM $1 - $2)::float8$$;
CREATE TYPE timerange AS RANGE (subtype = time, subtype_diff = seconds);
CREATE TYPE textrange AS RANGE (subtype = text, collation = "C", subtype_opclass = text_pattern_ops,
    multirange_type_name = many_texts);
CREATE TABLE shop (hours timerange, all_hours timemultirange);
