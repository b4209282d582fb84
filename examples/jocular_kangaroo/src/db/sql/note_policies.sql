-- Who may read a note: its author always, the child's team, or everyone at the child's school.
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;

CREATE POLICY notes_of_the_author ON notes
USING (author_id = nullif(current_setting('app.user_id', true), '')::bigint);

CREATE POLICY notes_for_the_team ON notes
FOR SELECT
USING (
    visibility = 'team'
    AND EXISTS (
        SELECT FROM interventions AS i
        WHERE i.student_id = notes.student_id
        AND i.interventionist_id = nullif(current_setting('app.user_id', true), '')::bigint
    )
);

CREATE POLICY notes_for_the_school ON notes
FOR SELECT
USING (
    visibility = 'school'
    AND EXISTS (
        SELECT FROM users AS u
        JOIN students AS s ON s.school_id = u.school_id
        WHERE s.id = notes.student_id
        AND u.id = nullif(current_setting('app.user_id', true), '')::bigint
    )
);
