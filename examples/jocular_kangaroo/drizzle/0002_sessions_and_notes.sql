CREATE TYPE public.attendance_mark AS ENUM ('present', 'late', 'excused', 'absent');
--> statement-breakpoint
CREATE TYPE public.visibility AS ENUM ('author', 'team', 'school');
--> statement-breakpoint
CREATE TABLE public.sessions (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    intervention_id bigint NOT NULL,
    led_by_id bigint,
    starts_at timestamp with time zone NOT NULL,
    minutes smallint DEFAULT '30'::smallint NOT NULL,
    cancelled boolean DEFAULT false NOT NULL,
    CONSTRAINT sessions_pkey PRIMARY KEY (id),
    CONSTRAINT sessions_intervention_id_starts_at_key UNIQUE (intervention_id, starts_at),
    CONSTRAINT sessions_minutes_check CHECK (((minutes >= 5) AND (minutes <= 240))),
    CONSTRAINT sessions_intervention_id_fkey FOREIGN KEY (intervention_id) REFERENCES public.interventions(id) ON DELETE CASCADE,
    CONSTRAINT sessions_led_by_id_fkey FOREIGN KEY (led_by_id) REFERENCES public.users(id) ON DELETE SET NULL
);
--> statement-breakpoint
CREATE TABLE public.attendance (
    session_id bigint NOT NULL,
    student_id bigint NOT NULL,
    mark public.attendance_mark DEFAULT 'present'::public.attendance_mark NOT NULL,
    remark character varying(200),
    CONSTRAINT attendance_pkey PRIMARY KEY (session_id, student_id),
    CONSTRAINT attendance_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.sessions(id) ON DELETE CASCADE,
    CONSTRAINT attendance_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON DELETE CASCADE
);
--> statement-breakpoint
CREATE TABLE public.notes (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    student_id bigint NOT NULL,
    session_id bigint,
    author_id bigint NOT NULL,
    visibility public.visibility DEFAULT 'team'::public.visibility NOT NULL,
    body text NOT NULL,
    written_at timestamp with time zone DEFAULT now() NOT NULL,
    search tsvector GENERATED ALWAYS AS (to_tsvector('english'::regconfig, body)) STORED NOT NULL,
    CONSTRAINT notes_pkey PRIMARY KEY (id),
    CONSTRAINT notes_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.users(id) ON DELETE RESTRICT,
    CONSTRAINT notes_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.sessions(id) ON DELETE SET NULL,
    CONSTRAINT notes_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON DELETE CASCADE
);
--> statement-breakpoint
CREATE VIEW public.caseload AS
SELECT
    i.interventionist_id,
    i.id AS intervention_id,
    s.given_name || ' ' || s.family_name AS student,
    p.name AS program,
    p.tier,
    max(m.starts_at) FILTER (WHERE m.starts_at <= now()) AS last_session_at,
    count(a.session_id) FILTER (WHERE a.mark = 'absent') AS missed
FROM interventions AS i
JOIN students AS s ON s.id = i.student_id
JOIN programs AS p ON p.id = i.program_id
LEFT JOIN sessions AS m ON m.intervention_id = i.id AND NOT m.cancelled
LEFT JOIN attendance AS a ON a.session_id = m.id AND a.student_id = s.id
WHERE i.status = 'active'
GROUP BY i.id, s.id, p.id;
--> statement-breakpoint
CREATE INDEX attendance_student_id_idx ON public.attendance USING btree (student_id);
--> statement-breakpoint
CREATE INDEX notes_author_id_idx ON public.notes USING btree (author_id);
--> statement-breakpoint
CREATE INDEX notes_search_idx ON public.notes USING gin (search);
--> statement-breakpoint
CREATE INDEX notes_session_id_idx ON public.notes USING btree (session_id);
--> statement-breakpoint
CREATE INDEX notes_student_id_idx ON public.notes USING btree (student_id, written_at DESC);
--> statement-breakpoint
CREATE INDEX sessions_led_by_id_idx ON public.sessions USING btree (led_by_id);
--> statement-breakpoint
COMMENT ON VIEW public.caseload IS 'One row for each active intervention of a member of staff.';
