-- What someone has on their desk today: their active interventions, with the last session and how many were missed.
CREATE VIEW caseload AS
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

COMMENT ON VIEW caseload IS 'One row for each active intervention of a member of staff.';
