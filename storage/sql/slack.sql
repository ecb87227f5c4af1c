-- name: find
-- The installation of a workspace.
SELECT secret, encrypted, installed_at FROM slack_installations WHERE team = :team;

-- name: teams
-- Every workspace that has one.
SELECT team FROM slack_installations ORDER BY team;

-- name: keep
-- Store or replace an installation; when it was first installed is kept.
INSERT INTO slack_installations (team, secret, encrypted, installed_at, changed_at)
VALUES (:team, :secret, :encrypted, :at, :at)
ON CONFLICT (team) DO UPDATE SET secret = excluded.secret, encrypted = excluded.encrypted, changed_at = excluded.changed_at;

-- name: forget
-- Erase one; secure_delete overwrites its page.
DELETE FROM slack_installations WHERE team = :team;

-- name: recent
-- Deliveries that still count as seen.
SELECT key, until FROM slack_seen WHERE until > :now;

-- name: note
-- Remember a delivery.
INSERT OR IGNORE INTO slack_seen (key, until) VALUES (?, ?);

-- name: claim
-- Remember a delivery; no row is written while it is remembered.
INSERT INTO slack_seen (key, until) VALUES (:key, :until)
ON CONFLICT (key) DO UPDATE SET until = excluded.until WHERE slack_seen.until <= :now;

-- name: drop
-- Deliveries that nobody can repeat any more.
DELETE FROM slack_seen WHERE until <= :now;
