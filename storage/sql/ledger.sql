-- name: subjects
-- Subjects by slug (a JSON array) that were known by then, one row for each of their states.
SELECT s.*, t.state, t.surface, t.so_at, t.learned_at AS state_learned_at, t.source AS state_source,
  t.origin AS state_origin
FROM subjects s
LEFT JOIN subject_states t ON t.slug = s.slug AND t.tenant IN ('', :tenant) AND t.learned_at <= :as_of
WHERE s.slug IN (SELECT value FROM json_each(:slugs)) AND s.tenant IN ('', :tenant) AND s.learned_at <= :as_of
ORDER BY s.slug, s.tenant, t.learned_at;

-- name: states
-- The states of some subjects known by then (slugs as a JSON array).
SELECT * FROM subject_states
WHERE slug IN (SELECT value FROM json_each(:slugs)) AND tenant IN ('', :tenant) AND learned_at <= :as_of
ORDER BY slug, learned_at;

-- name: named
-- All rows about a name, as known by then.
SELECT * FROM aliases WHERE folded = :folded AND tenant IN ('', :tenant) AND learned_at <= :as_of;

-- name: aliases_of
-- The names of one subject.
SELECT * FROM aliases WHERE slug = :slug AND tenant IN ('', :tenant) AND learned_at <= :as_of;

-- name: namesakes
-- All rows about the names of some subjects, including other subjects' rows.
SELECT * FROM aliases
WHERE folded IN (
    SELECT folded FROM aliases
    WHERE slug IN (SELECT value FROM json_each(:slugs)) AND tenant IN ('', :tenant) AND learned_at <= :as_of
  )
  AND tenant IN ('', :tenant) AND learned_at <= :as_of;

-- name: all_aliases
-- All names known by then: the gazetteer.
SELECT * FROM aliases WHERE tenant IN ('', :tenant) AND learned_at <= :as_of;

-- name: latest_subjects
-- The subjects that most recently reached a state or were created: at least as many as requested, unsorted.
SELECT * FROM subjects WHERE tenant IN ('', :tenant) AND learned_at <= :as_of AND slug IN (
  SELECT slug FROM (
    SELECT slug FROM subject_states WHERE tenant IN ('', :tenant) AND learned_at <= :as_of
    ORDER BY so_at DESC LIMIT :many) reached
  UNION SELECT slug FROM (
    SELECT slug FROM subjects WHERE tenant IN ('', :tenant) AND learned_at <= :as_of
    ORDER BY learned_at DESC LIMIT :many) opened);

-- name: of_lab
-- Subjects whose slugs begin with some words (until `beyond`), by slug.
SELECT * FROM subjects
WHERE slug >= :wanted AND slug < :beyond AND tenant IN ('', :tenant) AND learned_at <= :as_of
ORDER BY slug LIMIT :limit;

-- name: latest_releases
-- Subjects that were released by then, the latest first release first.
SELECT * FROM subjects
WHERE tenant IN ('', :tenant) AND learned_at <= :as_of AND slug IN (
  SELECT slug FROM subject_states
  WHERE state = 'released' AND tenant IN ('', :tenant) AND learned_at <= :as_of AND so_at <= :as_of
  GROUP BY slug ORDER BY min(so_at) DESC, slug LIMIT :limit);

-- name: subjects_beginning
-- Subjects with a name that begins with some folded words (until `beyond`), latest changed first.
SELECT s.*, 1 AS place FROM subjects s
WHERE s.tenant IN ('', :tenant) AND s.learned_at <= :as_of AND s.slug IN (
  SELECT slug FROM aliases
  WHERE folded >= :wanted AND folded < :beyond AND tenant IN ('', :tenant) AND learned_at <= :as_of)
ORDER BY (SELECT max(c.so_at) FROM subject_states c WHERE c.slug = s.slug AND c.learned_at <= :as_of) DESC
LIMIT :many;

-- name: subjects_holding
-- Subjects with a name that contains some folded words, and the position of the first match.
SELECT s.*, a.place FROM subjects s JOIN (
  SELECT slug, min(instr(folded, :wanted)) AS place FROM aliases
  WHERE instr(folded, :wanted) AND tenant IN ('', :tenant) AND learned_at <= :as_of GROUP BY slug
) a ON a.slug = s.slug
WHERE s.tenant IN ('', :tenant) AND s.learned_at <= :as_of
ORDER BY (SELECT max(c.so_at) FROM subject_states c WHERE c.slug = s.slug AND c.learned_at <= :as_of) DESC
LIMIT :many;

-- name: events
-- Events of some subjects known by then.
SELECT * FROM events
WHERE slug IN (SELECT value FROM json_each(:slugs)) AND tenant IN ('', :tenant) AND learned_at <= :as_of
ORDER BY so_at, id;

-- name: mark_public
-- The moments at which a subject's history continued, and those of its releases and names.
SELECT '' AS tenant, 'history' AS kind, slug AS ref, learned_at AS at FROM events WHERE tenant = ''
UNION SELECT '', 'history', slug, learned_at FROM subject_states WHERE tenant = ''
UNION SELECT '', 'claims', slug, learned_at FROM events WHERE tenant = '' AND kind = 'release'
UNION SELECT '', 'claims', slug, learned_at FROM subject_states WHERE tenant = '' AND state = 'released'
UNION SELECT '', 'claims', slug, learned_at FROM aliases WHERE tenant = '' AND learned_at > (
  SELECT min(learned_at) FROM subjects s WHERE s.slug = aliases.slug);

-- name: latest_row
-- When the last row about subjects that is known by then became known.
SELECT max(learned_at) AS at FROM (
  SELECT learned_at FROM (SELECT learned_at FROM subjects
    WHERE tenant IN ('', :tenant) AND learned_at <= :as_of ORDER BY learned_at DESC LIMIT 1) AS opened
  UNION ALL SELECT learned_at FROM (SELECT learned_at FROM subject_states
    WHERE tenant IN ('', :tenant) AND learned_at <= :as_of ORDER BY learned_at DESC LIMIT 1) AS reached
  UNION ALL SELECT learned_at FROM (SELECT learned_at FROM aliases
    WHERE tenant IN ('', :tenant) AND learned_at <= :as_of ORDER BY learned_at DESC LIMIT 1) AS named) AS known;

-- name: names_positions
-- The last change of the names of the public ledger and of a tenant; two reads of an index, however many there were.
SELECT
  (SELECT coalesce(max(seq), 0) FROM name_changes WHERE tenant = '') AS public,
  (SELECT coalesce(max(seq), 0) FROM name_changes WHERE tenant = :tenant) AS own;

-- name: name_changes
-- Which subjects of a tenant ('' for the public ledger) changed since a position; an empty slug stands for all.
SELECT max(seq) AS seq, slug FROM name_changes WHERE tenant = :tenant AND seq > :after GROUP BY slug;

-- name: own
-- The subjects of one tenant alone, optionally only some slugs (a JSON array).
SELECT * FROM subjects WHERE tenant = :tenant AND (:slugs IS NULL OR slug IN (SELECT value FROM json_each(:slugs)));

-- name: own_states
-- Their states, at any time.
SELECT * FROM subject_states
WHERE tenant = :tenant AND (:slugs IS NULL OR slug IN (SELECT value FROM json_each(:slugs))) ORDER BY slug, learned_at;

-- name: own_aliases
-- Their names, at any time.
SELECT * FROM aliases
WHERE tenant = :tenant AND (:slugs IS NULL OR slug IN (SELECT value FROM json_each(:slugs))) ORDER BY slug, learned_at;

-- name: edition
-- Set which edition of the public ledger is loaded.
INSERT OR REPLACE INTO editions VALUES ('public', ?, CAST(strftime('%s', 'now') AS INTEGER));

-- name: time_promises
-- The release promises made by a moment, in order.
SELECT * FROM time_promises WHERE said_at <= :as_of ORDER BY said_at, number;

-- name: add_time_promise
-- Insert a release promise.
INSERT INTO time_promises (who, reported_by, said_at, words, about, thing, implied_at, came_at, source, seen)
VALUES (:who, :reported_by, :said_at, :words, :about, :thing, :implied_at, :came_at, :source, :seen);
