-- name: pages
-- The validators last sent by a reader's pages.
SELECT page, etag, modified, first_at FROM vendor_pages WHERE reader = ?;

-- name: kept
-- The current facts of a page.
SELECT * FROM vendor_facts WHERE reader = ? AND page = ? AND until IS NULL;

-- name: of
-- Facts about some subjects (slugs as a JSON array) known by then, earliest first.
SELECT * FROM vendor_facts
WHERE slug IN (SELECT value FROM json_each(:slugs)) AND learned_at <= :as_of ORDER BY learned_at, number;

-- name: counts
-- How many facts there are about some subjects (slugs as a JSON array), how many ended, and when the next begins or ends.
SELECT slug, count(*) AS n, count(until) AS ended,
  min(CASE WHEN learned_at > :as_of THEN learned_at WHEN until > :as_of THEN until END) AS later
FROM vendor_facts WHERE slug IN (SELECT value FROM json_each(:slugs)) GROUP BY slug;

-- name: of_kind
-- Facts of one kind in force at a moment, by day.
SELECT * FROM vendor_facts
WHERE kind = :kind AND learned_at <= :as_of AND (until IS NULL OR until > :as_of) ORDER BY day, number;

-- name: between
-- Facts first learned after one moment and by another, in reading order.
SELECT * FROM vendor_facts WHERE learned_at > :since AND learned_at <= :as_of ORDER BY learned_at, number;

-- name: read_at
-- Facts added by one reading of a reader's pages, in page order.
SELECT * FROM vendor_facts WHERE reader = :reader AND read_at = :at ORDER BY number;

-- name: add
-- Insert a fact.
INSERT INTO vendor_facts
  (reader, page, vendor, model, slug, kind, surface, day, certainty, url, body, read_at, learned_at, until)
VALUES
  (:reader, :page, :vendor, :model, :slug, :kind, :surface, :day, :certainty, :url, :body, :read_at, :learned_at, :until);

-- name: end
-- End a fact that a page no longer states.
UPDATE vendor_facts SET until = :until
WHERE reader = :reader AND page = :page AND vendor = :vendor AND model = :model AND kind = :kind AND surface = :surface
  AND until IS NULL;

-- name: note_page
-- Store a page's validators.
INSERT INTO vendor_pages (reader, page, etag, modified, first_at, read_at)
VALUES (:reader, :page, :etag, :modified, :at, :at)
ON CONFLICT (reader, page) DO UPDATE SET etag = excluded.etag, modified = excluded.modified, read_at = excluded.read_at;

-- name: touch_page
-- Record that a page was read and had not changed.
UPDATE vendor_pages SET read_at = :at WHERE reader = :reader AND page = :page;
