-- name: label
-- One label of a tenant, with the reports of all keys (a JSON array) it goes by. Named index: as for the reports below.
SELECT labels.*, (SELECT COUNT(*) FROM reports INDEXED BY reports_key
  WHERE reports.tenant = :tenant AND reports.key IN (SELECT value FROM json_each(:keys))
  AND reports.learned_at <= :as_of AND (reports.gone_at IS NULL OR reports.gone_at > :as_of)) AS reports
FROM labels WHERE tenant = :tenant AND key = :key AND learned_at <= :as_of;

-- name: labels
-- The labels of a tenant, latest changed first; merged ones count under their target.
WITH merges AS (SELECT key, into_key FROM label_merges
  WHERE tenant = :tenant AND at <= :as_of AND (undone_at IS NULL OR undone_at > :as_of))
SELECT labels.*, (SELECT COUNT(*) FROM reports INDEXED BY reports_key
  WHERE reports.tenant = :tenant
  AND reports.key IN (SELECT labels.key UNION SELECT merges.key FROM merges WHERE merges.into_key = labels.key)
  AND reports.learned_at <= :as_of AND (reports.gone_at IS NULL OR reports.gone_at > :as_of)) AS reports
FROM labels WHERE tenant = :tenant AND learned_at <= :as_of AND changed_at >= :since
AND NOT EXISTS (SELECT 1 FROM merges WHERE merges.key = labels.key)
ORDER BY changed_at DESC, key LIMIT :limit;

-- name: suggest
-- Labels whose key begins with, then contains, a text.
SELECT labels.*, 0 AS reports FROM labels
WHERE tenant = :tenant AND learned_at <= :as_of AND instr(key, :text) > 0
ORDER BY instr(key, :text) > 1, changed_at DESC LIMIT :limit;

-- name: merged
-- The merge target of a label at that time.
SELECT into_key FROM label_merges
WHERE tenant = :tenant AND key = :key AND at <= :as_of AND (undone_at IS NULL OR undone_at > :as_of)
ORDER BY at DESC LIMIT 1;

-- name: sources
-- The keys merged into one.
SELECT key FROM label_merges
WHERE tenant = :tenant AND into_key = :key AND at <= :as_of AND (undone_at IS NULL OR undone_at > :as_of);

-- name: events
-- Events of some labels (a JSON array of keys) in a tenant.
SELECT learned_at, kind, about, reason, other, report, by FROM label_events
WHERE tenant = :tenant AND key IN (SELECT value FROM json_each(:keys)) AND learned_at <= :as_of ORDER BY learned_at, id;

-- name: listed
-- Findings of public lists, and of this tenant's pastes, about some labels.
SELECT * FROM findings
WHERE key IN (SELECT value FROM json_each(:keys)) AND tenant IN ('', :tenant) AND learned_at <= :as_of
ORDER BY learned_at, id;

-- name: reports
-- Reports of some labels, newest first. Named index: otherwise SQLite scans the tenant for the order.
SELECT * FROM reports INDEXED BY reports_key
WHERE tenant = :tenant AND key IN (SELECT value FROM json_each(:keys)) AND learned_at <= :as_of
ORDER BY learned_at DESC, number DESC LIMIT :limit;

-- name: elsewhere
-- Counts of the live first-hand reports of some labels in the tenants that share theirs; nothing but numbers and times.
-- The tenants lead, so that only their reports of these labels are touched.
SELECT COUNT(*) AS reports, COUNT(DISTINCT r.person) AS people, COUNT(DISTINCT r.tenant) AS tenants,
  MIN(r.so_at) AS first, MAX(r.so_at) AS last
FROM sharing_tenants CROSS JOIN reports AS r INDEXED BY reports_key
  ON r.tenant = sharing_tenants.tenant AND r.key IN (SELECT value FROM json_each(:keys))
WHERE r.tenant <> :tenant AND r.learned_at <= :as_of AND r.state = 'live' AND r.complete
  AND r.how IN (SELECT value FROM json_each(:first_hand));

-- name: published
-- The live first-hand reports of some labels in the tenants that publish their counts: what is counted, and no word.
SELECT r.tenant, r.person, r.so_at
FROM publishing_tenants AS p CROSS JOIN reports AS r INDEXED BY reports_key
  ON r.tenant = p.tenant AND r.key IN (SELECT value FROM json_each(:keys))
WHERE p.set_at <= :as_of AND r.learned_at <= :as_of AND r.state = 'live' AND r.complete
  AND r.how IN (SELECT value FROM json_each(:first_hand));

-- name: report
-- One report by its number.
SELECT * FROM reports WHERE tenant = :tenant AND number = :number AND learned_at <= :as_of;

-- name: reports_by
-- A person's reports since a moment.
SELECT * FROM reports WHERE tenant = :tenant AND person = :person AND learned_at >= :since ORDER BY learned_at, number;

-- name: drawn
-- The perceptual hashes of a tenant's pictures.
SELECT number, key, label, drawn FROM reports
WHERE tenant = :tenant AND drawn <> '' AND learned_at <= :as_of AND (gone_at IS NULL OR gone_at > :as_of)
ORDER BY learned_at DESC LIMIT :limit;

-- name: checks
-- Confirmations and denials of some labels.
SELECT person, plan, has, so_at FROM checks
WHERE tenant = :tenant AND key IN (SELECT value FROM json_each(:keys)) AND learned_at <= :as_of ORDER BY learned_at, id;

-- name: attributions
-- All attributions made in a tenant.
SELECT * FROM attributions
WHERE tenant = :tenant AND learned_at <= :as_of AND (gone_at IS NULL OR gone_at > :as_of) ORDER BY learned_at, number;

-- name: attributions_of
-- Attributions of some labels made in a tenant.
SELECT * FROM attributions INDEXED BY attributions_key
WHERE tenant = :tenant AND key IN (SELECT value FROM json_each(:keys)) AND learned_at <= :as_of
  AND (gone_at IS NULL OR gone_at > :as_of)
ORDER BY learned_at, number;

-- name: settled
-- The desk's decisions about labels in a tenant.
SELECT * FROM truths
WHERE tenant = :tenant AND learned_at <= :as_of AND (undone_at IS NULL OR undone_at > :as_of)
  AND (:keys IS NULL OR key IN (SELECT value FROM json_each(:keys)))
ORDER BY learned_at;

-- name: watchers
-- Who watches one of some labels (a JSON array of keys).
SELECT tenant, person, key, label FROM label_watches
WHERE key IN (SELECT value FROM json_each(:keys)) ORDER BY tenant, person, key;
