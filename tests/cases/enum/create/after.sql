CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'back\slash', '😀');
CREATE TYPE empty AS ENUM ();
CREATE TYPE long AS ENUM ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'holiday');
