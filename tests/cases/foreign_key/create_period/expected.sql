ALTER TABLE public.booking ADD CONSTRAINT booking_room_during_fkey FOREIGN KEY (room, PERIOD during) REFERENCES public.room(id, PERIOD during);
