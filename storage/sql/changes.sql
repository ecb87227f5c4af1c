-- name: after
-- The latest rows after a position that a tenant sees: its own, and public ones of things it has no rows for.
SELECT * FROM changes c
WHERE sequence > :after AND sequence <= :upto AND at > :since AND at <= :until AND tenant IN ('', :tenant)
  AND (tenant = :tenant OR NOT EXISTS (
    SELECT 1 FROM changes o WHERE o.thing = c.thing AND o.thing <> '' AND o.tenant = :tenant AND o.sequence < c.sequence))
ORDER BY sequence DESC LIMIT :limit;

-- name: within
-- The same for a span of time, at any position in the log.
SELECT * FROM changes c
WHERE at > :since AND at <= :until AND +sequence <= :upto AND tenant IN ('', :tenant)
  AND (tenant = :tenant OR NOT EXISTS (
    SELECT 1 FROM changes o WHERE o.thing = c.thing AND o.thing <> '' AND o.tenant = :tenant AND o.sequence < c.sequence))
ORDER BY +sequence DESC LIMIT :limit;

-- name: about
-- The same for rows about some slugs or refs (a JSON array).
SELECT * FROM changes c
WHERE sequence IN (SELECT sequence FROM change_about WHERE about IN (SELECT value FROM json_each(:about)))
  AND sequence > :after AND sequence <= :upto AND at > :since AND at <= :until AND tenant IN ('', :tenant)
  AND (tenant = :tenant OR NOT EXISTS (
    SELECT 1 FROM changes o WHERE o.thing = c.thing AND o.thing <> '' AND o.tenant = :tenant AND o.sequence < c.sequence))
ORDER BY +sequence DESC LIMIT :limit;

-- name: insert
-- Insert a row; an identical change is skipped.
INSERT OR IGNORE INTO changes (at, written, tenant, id, thing, subject, kind, ref, before, after, facts)
VALUES (:at, :written, :tenant, :id, :thing, :subject, :kind, :ref, :before, :after, :facts)
RETURNING sequence;

-- name: recorded_by_now
-- Reset to now rows of a clock that was ahead.
UPDATE changes SET at = :now, written = :now WHERE at > :now;

-- name: looked_at_by_now
-- The same for examinations.
UPDATE change_states SET looked_at = :now WHERE looked_at > :now;

-- name: retried_now
-- The same for postponed marks.
UPDATE change_marks SET due = :now WHERE why <> '' AND due > :now;

-- name: mark
-- Insert a mark for a moment. One being examined gets a new number, so that it is not removed.
INSERT OR REPLACE INTO change_marks (tenant, kind, ref, at, due) VALUES (:tenant, :kind, :ref, :at, :at);

-- name: due
-- Marks due by now, earliest first.
SELECT id, tenant, kind, ref, at FROM change_marks WHERE due <= :now ORDER BY at, id LIMIT :limit;

-- name: failing
-- The kinds whose examination fails.
SELECT kind, min(why) AS why, min(since) AS at FROM change_marks WHERE why <> '' GROUP BY kind ORDER BY kind;

-- name: tenants
-- The tenants in the log, found by one seek each.
WITH RECURSIVE found(tenant) AS (
  SELECT min(tenant) FROM changes
  UNION ALL SELECT (SELECT min(tenant) FROM changes WHERE tenant > found.tenant) FROM found WHERE found.tenant IS NOT NULL
) SELECT tenant FROM found WHERE tenant <> '';

-- name: mark_filed
-- The moments of tenants' records about claims, labels and lists.
SELECT e.tenant AS tenant, 'claims' AS kind, s.subject AS ref, e.learned_at AS at
FROM evidence e JOIN evidence_subjects s ON s.evidence = e.id WHERE e.tenant <> ''
UNION SELECT tenant, 'claims', subject, learned_at FROM claims WHERE tenant <> '' AND subject <> ''
UNION SELECT o.tenant, 'claims', c.subject, o.learned_at
FROM claim_outcomes o JOIN claims c ON c.id = o.claim WHERE o.tenant <> '' AND c.subject <> ''
UNION SELECT tenant, 'label', key, learned_at FROM label_events
UNION SELECT tenant, 'list', catalog, learned_at FROM findings WHERE tenant <> '';
