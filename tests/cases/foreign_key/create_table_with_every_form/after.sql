create table public.a (x int, y int, primary key (x, y));
create table public.b (id int primary key, x int, y int,
    constraint f1 foreign key (x, y) references public.a on delete cascade on update cascade,
    constraint f2 foreign key (x, y) references public.a match full on delete restrict on update set null,
    constraint f5 foreign key (x, y) references public.a deferrable initially deferred,
    constraint f6 foreign key (x, y) references public.a not enforced);
alter table public.b add constraint f7 foreign key (x, y) references public.a not valid;
