-- name: find
-- The installation of a workspace.
SELECT secret, encrypted, installed_at FROM slack_installations WHERE team = :team;

-- name: teams
-- All workspaces with an installation.
SELECT team FROM slack_installations ORDER BY team;

-- name: keep
-- Upsert an installation, keeping the time it was first installed.
INSERT INTO slack_installations (team, secret, encrypted, installed_at, changed_at)
VALUES (:team, :secret, :encrypted, :at, :at)
ON CONFLICT (team) DO UPDATE SET secret = excluded.secret, encrypted = excluded.encrypted, changed_at = excluded.changed_at;

-- name: forget
-- Delete an installation; secure_delete overwrites its page.
DELETE FROM slack_installations WHERE team = :team;

-- name: recent
-- Deliveries that are still remembered.
SELECT key, until FROM slack_seen WHERE until > :now;

-- name: note
-- Record a delivery.
INSERT OR IGNORE INTO slack_seen (key, until) VALUES (?, ?);

-- name: claim
-- Record a delivery, unless it is already recorded.
INSERT INTO slack_seen (key, until) VALUES (:key, :until)
ON CONFLICT (key) DO UPDATE SET until = excluded.until WHERE slack_seen.until <= :now;

-- name: drop
-- Delete deliveries that can no longer be repeated.
DELETE FROM slack_seen WHERE until <= :now;
