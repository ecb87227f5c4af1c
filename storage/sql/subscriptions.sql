-- name: reserve
-- Reserve the next number of a kind in a tenant.
INSERT INTO counters VALUES (:name, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value;

-- name: of_tenant
-- A tenant's subscriptions of a kind, in one place or in all.
SELECT * FROM subscriptions WHERE tenant = :tenant AND kind = :kind AND state <> 'deleted'
    AND (:place = '' OR place = :place) ORDER BY number;

-- name: one
-- One subscription.
SELECT * FROM subscriptions WHERE tenant = :tenant AND kind = :kind AND number = :number;

-- name: listening
-- Active alerts, including those whose pause is over.
SELECT * FROM subscriptions WHERE kind = 'alert'
    AND (state = 'active' OR (state = 'paused' AND paused_until <= :now)) ORDER BY id;

-- name: insert
-- Insert a subscription.
INSERT INTO subscriptions (tenant, kind, number, platform, place, owner, state, paused_until, why, wish, made_at,
    changed_at, version, covered, told, next_at)
VALUES (:tenant, :kind, :number, :platform, :place, :owner, :state, :paused_until, :why, :wish, :made_at, :changed_at,
    :version, :covered, :told, :next_at);

-- name: update
-- Update a subscription unless it was changed since it was read, and remember what it was.
UPDATE subscriptions SET platform = :platform, place = :place, owner = :owner, state = :state,
    paused_until = :paused_until, why = :why, wish = :wish, changed_at = :changed_at, version = version + 1,
    covered = max(covered, :covered), told = max(told, :told), next_at = :next_at, was = :was
WHERE tenant = :tenant AND kind = :kind AND number = :number AND version = :version;

-- name: switch_off
-- Switch a subscription off, with the reason.
UPDATE subscriptions SET state = 'off', why = :why, next_at = NULL, changed_at = :at, version = version + 1
WHERE tenant = :tenant AND kind = :kind AND number = :number AND state IN ('active', 'paused');

-- name: due
-- Due digests.
SELECT * FROM subscriptions WHERE kind = 'digest' AND platform = :platform AND next_at <= :until
    AND state IN ('active', 'paused') ORDER BY next_at, id LIMIT :limit;

-- name: pending
-- The time that pending messages cover, by subscription.
SELECT subscription, max(covers) AS covers, max(told) AS told FROM outbox
WHERE kind = 'digest' AND platform = :platform AND state IN ('ready', 'sending', 'ambiguous')
GROUP BY subscription;

-- name: advance
-- Advance to the next run unless the digest moved on or was edited meanwhile.
UPDATE subscriptions SET next_at = :next_at, covered = max(covered, :covered), told = max(told, :told),
    state = 'active', paused_until = NULL
WHERE tenant = :tenant AND kind = 'digest' AND number = :number AND version = :version AND next_at = :was
    AND state IN ('active', 'paused');

-- name: ahead
-- Digests whose next run, or what they cover, is later than some moments.
SELECT * FROM subscriptions WHERE kind = 'digest' AND state IN ('active', 'paused')
    AND (next_at > :after OR covered > :now) ORDER BY id;

-- name: turn_back
-- Move back to an earlier next run and position unless the digest was edited meanwhile.
UPDATE subscriptions SET next_at = :next_at, covered = :covered, told = :told
WHERE tenant = :tenant AND kind = 'digest' AND number = :number AND version = :version
    AND state IN ('active', 'paused');

-- name: wake
-- Wake alerts that sleep for much longer.
UPDATE alert_memory SET again_at = :now WHERE again_at > :late;

-- name: memory
-- An alert's memory.
SELECT thing, memory FROM alert_memory WHERE holder = :holder;

-- name: remember
-- Store an alert's state of a thing.
INSERT OR REPLACE INTO alert_memory VALUES (:holder, :tenant, :person, :thing, :memory, :again_at);

-- name: waking
-- The holders that asked to run again by now.
SELECT holder FROM alert_memory WHERE again_at <= :now;

-- name: position
-- A job's position.
SELECT value FROM positions WHERE name = :name;

-- name: muted
-- The mutes of some places (a JSON array).
SELECT place, thing FROM mutes WHERE until > :now AND place IN (SELECT value FROM json_each(:places));
