create table public.t (a int, b text, c int, d int, constraint t_a_check check ((a > 0)), constraint t_b_check check (b ~~ 'x%'),
    constraint t_c_check check (c >= 1 and c <= 5), constraint t_d_check check (d = any (array[1, 2])));
