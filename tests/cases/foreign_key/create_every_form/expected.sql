ALTER TABLE public.b ADD CONSTRAINT f1 FOREIGN KEY (x, y) REFERENCES public.a(x, y) ON UPDATE CASCADE ON DELETE CASCADE;
--> statement-breakpoint
ALTER TABLE public.b ADD CONSTRAINT f2 FOREIGN KEY (x, y) REFERENCES public.a(x, y) MATCH FULL ON UPDATE SET NULL ON DELETE RESTRICT;
--> statement-breakpoint
ALTER TABLE public.b ADD CONSTRAINT f3 FOREIGN KEY (x, y) REFERENCES public.a(x, y) ON DELETE SET NULL (y);
--> statement-breakpoint
ALTER TABLE public.b ADD CONSTRAINT f4 FOREIGN KEY (x, y) REFERENCES public.a(x, y) ON DELETE SET DEFAULT (x) DEFERRABLE;
--> statement-breakpoint
ALTER TABLE public.b ADD CONSTRAINT f5 FOREIGN KEY (x, y) REFERENCES public.a(x, y) DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE public.b ADD CONSTRAINT f6 FOREIGN KEY (x, y) REFERENCES public.a(x, y) NOT ENFORCED;
--> statement-breakpoint
ALTER TABLE public.b ADD CONSTRAINT f7 FOREIGN KEY (x, y) REFERENCES public.a(x, y) NOT VALID;
