-- name: of_tenant
-- The webhooks of a tenant, by name.
SELECT name, host, by, at FROM webhooks WHERE tenant = :tenant ORDER BY name;

-- name: find
-- One webhook.
SELECT sealed, by, at FROM webhooks WHERE tenant = :tenant AND name = :name;

-- name: keep
-- Keeps a webhook in place of one of its name.
INSERT OR REPLACE INTO webhooks (tenant, name, host, sealed, by, at) VALUES (?, ?, ?, ?, ?, ?);

-- name: forget
-- Erases one.
DELETE FROM webhooks WHERE tenant = ? AND name = ?;
