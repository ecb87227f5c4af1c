-- name: counts
-- How many rows each of some queries (a JSON array) has; it stops counting at a given number.
SELECT asked.value AS query, (
  SELECT count(*) FROM (SELECT rowid FROM claims_search WHERE claims_search MATCH asked.value LIMIT :enough)) AS n
FROM json_each(:queries) AS asked;

-- name: scored
-- Claims that have one of some words (a JSON array), as visible to a view, best first; a lower score is better.
SELECT asked.value AS word, claims.number AS number, claims.subject AS subject,
  bm25(claims_search, 1.0, 0.8, 0.3) AS score
FROM json_each(:words) AS asked CROSS JOIN claims_search CROSS JOIN claims ON claims.number = claims_search.rowid
WHERE claims_search MATCH asked.value AND claims.tenant IN ('', :tenant) AND claims.learned_at <= :as_of
  AND (claims.retracted_at IS NULL OR claims.retracted_at > :as_of)
ORDER BY score, number;

-- name: some
-- Claims that match a query, unranked, oldest first, for words so common that ranking is slow.
SELECT claims.number AS number
FROM claims_search JOIN claims ON claims.number = claims_search.rowid
WHERE claims_search MATCH :query AND claims.tenant IN ('', :tenant) AND claims.learned_at <= :as_of
  AND (claims.retracted_at IS NULL OR claims.retracted_at > :as_of)
ORDER BY claims_search.rowid LIMIT :limit;

-- name: optimize
-- Merge the index's older segments, so that they contain no word of a deleted row.
INSERT INTO claims_search(claims_search) VALUES ('optimize');
