-- name: note
-- Record a look-up, except for people who opted out of notifications.
INSERT INTO askers (tenant, person, object, asked_at)
SELECT :tenant, :person, :object, :at
WHERE NOT EXISTS (
    SELECT 1 FROM people WHERE tenant = :tenant AND person = :person AND key = :choice AND value = 'no')
ON CONFLICT (tenant, person, object) DO UPDATE SET asked_at = max(asked_at, excluded.asked_at);

-- name: of
-- Who was shown any of some objects (a JSON array) since a moment.
SELECT * FROM askers
WHERE object IN (SELECT value FROM json_each(:objects)) AND asked_at > :since
ORDER BY tenant, person, object;
