CREATE TABLE public.roles (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    name character varying(120) NOT NULL,
    permissions text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT roles_pkey PRIMARY KEY (id),
    CONSTRAINT roles_name_key UNIQUE (name)
);
--> statement-breakpoint
CREATE TABLE public.schools (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    name character varying(120) NOT NULL,
    district character varying(120) NOT NULL,
    timezone text DEFAULT 'America/Los_Angeles'::text NOT NULL,
    principal_id bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT schools_pkey PRIMARY KEY (id),
    CONSTRAINT schools_district_name_key UNIQUE (district, name)
);
--> statement-breakpoint
CREATE TABLE public.students (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    school_id bigint NOT NULL,
    student_number character varying(20) NOT NULL,
    given_name character varying(120) NOT NULL,
    family_name character varying(120) NOT NULL,
    born_on date NOT NULL,
    grade smallint NOT NULL,
    languages text[] DEFAULT '{en}'::text[] NOT NULL,
    accommodations jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT students_pkey PRIMARY KEY (id),
    CONSTRAINT students_school_id_student_number_key UNIQUE (school_id, student_number),
    CONSTRAINT students_grade_check CHECK (((grade >= 0) AND (grade <= 12))),
    CONSTRAINT students_school_id_fkey FOREIGN KEY (school_id) REFERENCES public.schools(id) ON DELETE RESTRICT
);
--> statement-breakpoint
CREATE TABLE public.guardians (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    student_id bigint NOT NULL,
    full_name character varying(120) NOT NULL,
    relation character varying(40) NOT NULL,
    email character varying(254),
    phone character varying(32),
    CONSTRAINT guardians_pkey PRIMARY KEY (id),
    CONSTRAINT guardians_reachable_check CHECK (((email IS NOT NULL) OR (phone IS NOT NULL))),
    CONSTRAINT guardians_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON DELETE CASCADE
);
--> statement-breakpoint
CREATE TABLE public.users (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    school_id bigint,
    email character varying(254) NOT NULL,
    display_name character varying(120) NOT NULL,
    settings jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_seen_at timestamp with time zone,
    deactivated_at timestamp with time zone,
    CONSTRAINT users_pkey PRIMARY KEY (id)
);
--> statement-breakpoint
CREATE TABLE public.user_roles (
    user_id bigint NOT NULL,
    role_id bigint NOT NULL,
    granted_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT user_roles_pkey PRIMARY KEY (user_id, role_id),
    CONSTRAINT user_roles_role_id_fkey FOREIGN KEY (role_id) REFERENCES public.roles(id) ON DELETE RESTRICT,
    CONSTRAINT user_roles_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE
);
--> statement-breakpoint
ALTER TABLE public.schools ADD CONSTRAINT schools_principal_id_fkey FOREIGN KEY (principal_id) REFERENCES public.users(id) ON DELETE SET NULL;
--> statement-breakpoint
ALTER TABLE public.users ADD CONSTRAINT users_school_id_fkey FOREIGN KEY (school_id) REFERENCES public.schools(id) ON DELETE SET NULL;
--> statement-breakpoint
CREATE INDEX guardians_student_id_idx ON public.guardians USING btree (student_id);
--> statement-breakpoint
CREATE INDEX students_accommodations_idx ON public.students USING gin (accommodations);
--> statement-breakpoint
CREATE INDEX students_family_name_given_name_idx ON public.students USING btree (family_name, given_name);
--> statement-breakpoint
CREATE INDEX user_roles_role_id_idx ON public.user_roles USING btree (role_id);
--> statement-breakpoint
CREATE UNIQUE INDEX users_email_key ON public.users USING btree (lower((email)::text));
--> statement-breakpoint
CREATE INDEX users_school_id_idx ON public.users USING btree (school_id);
--> statement-breakpoint
COMMENT ON COLUMN public.students.grade IS '0 is kindergarten.';
--> statement-breakpoint
COMMENT ON COLUMN public.students.languages IS 'ISO 639-1, the best one first.';
--> statement-breakpoint
COMMENT ON COLUMN public.users.deactivated_at IS 'Set when someone leaves; what they wrote stays.';
--> statement-breakpoint
COMMENT ON TABLE public.students IS 'Personal data of minors: never copied out of production.';
