CREATE TYPE public.intervention_status AS ENUM ('planned', 'active', 'paused', 'completed');
--> statement-breakpoint
CREATE TYPE public.tier AS ENUM ('universal', 'targeted', 'intensive');
--> statement-breakpoint
CREATE TABLE public.programs (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    school_id bigint NOT NULL,
    name character varying(120) NOT NULL,
    tier public.tier DEFAULT 'targeted'::public.tier NOT NULL,
    focus_areas text[] DEFAULT '{}'::text[] NOT NULL,
    weeks smallint DEFAULT '8'::smallint NOT NULL,
    description text,
    retired_at timestamp with time zone,
    CONSTRAINT programs_pkey PRIMARY KEY (id),
    CONSTRAINT programs_school_id_name_key UNIQUE (school_id, name),
    CONSTRAINT programs_weeks_check CHECK ((weeks > 0)),
    CONSTRAINT programs_school_id_fkey FOREIGN KEY (school_id) REFERENCES public.schools(id) ON DELETE CASCADE
);
--> statement-breakpoint
CREATE TABLE public.interventions (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    student_id bigint NOT NULL,
    program_id bigint NOT NULL,
    interventionist_id bigint,
    status public.intervention_status DEFAULT 'planned'::public.intervention_status NOT NULL,
    reason text NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT interventions_pkey PRIMARY KEY (id),
    CONSTRAINT interventions_dates_check CHECK ((ends_on >= starts_on)),
    CONSTRAINT interventions_interventionist_id_fkey FOREIGN KEY (interventionist_id) REFERENCES public.users(id) ON DELETE SET NULL,
    CONSTRAINT interventions_program_id_fkey FOREIGN KEY (program_id) REFERENCES public.programs(id) ON DELETE RESTRICT,
    CONSTRAINT interventions_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON DELETE RESTRICT
);
--> statement-breakpoint
CREATE TABLE public.goals (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    intervention_id bigint NOT NULL,
    title character varying(120) NOT NULL,
    unit character varying(40) NOT NULL,
    baseline numeric(8,2) NOT NULL,
    target numeric(8,2) NOT NULL,
    due_on date,
    CONSTRAINT goals_pkey PRIMARY KEY (id),
    CONSTRAINT goals_direction_check CHECK ((target <> baseline)),
    CONSTRAINT goals_intervention_id_fkey FOREIGN KEY (intervention_id) REFERENCES public.interventions(id) ON DELETE CASCADE
);
--> statement-breakpoint
CREATE TABLE public.measurements (
    goal_id bigint NOT NULL,
    taken_on date DEFAULT CURRENT_DATE NOT NULL,
    value numeric(8,2) NOT NULL,
    CONSTRAINT measurements_pkey PRIMARY KEY (goal_id, taken_on),
    CONSTRAINT measurements_goal_id_fkey FOREIGN KEY (goal_id) REFERENCES public.goals(id) ON DELETE CASCADE
);
--> statement-breakpoint
CREATE INDEX goals_intervention_id_idx ON public.goals USING btree (intervention_id);
--> statement-breakpoint
CREATE UNIQUE INDEX interventions_current_key ON public.interventions USING btree (student_id, program_id) WHERE (status = ANY (ARRAY['planned'::public.intervention_status, 'active'::public.intervention_status]));
--> statement-breakpoint
CREATE INDEX interventions_interventionist_id_starts_on_idx ON public.interventions USING btree (interventionist_id, starts_on) WHERE (status = 'active'::public.intervention_status);
--> statement-breakpoint
CREATE INDEX interventions_program_id_idx ON public.interventions USING btree (program_id);
--> statement-breakpoint
CREATE INDEX programs_focus_areas_idx ON public.programs USING gin (focus_areas);
--> statement-breakpoint
COMMENT ON COLUMN public.goals.unit IS 'Such as words per minute.';
--> statement-breakpoint
COMMENT ON COLUMN public.interventions.reason IS 'Why the team decided on it, in a sentence.';
