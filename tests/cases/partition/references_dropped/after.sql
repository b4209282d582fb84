CREATE TABLE z (i int);
