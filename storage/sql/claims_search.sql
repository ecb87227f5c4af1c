-- name: counts
-- How many rows each of some queries (a JSON array) has; it stops counting at a given number.
SELECT asked.value AS query, (
  SELECT count(*) FROM (SELECT rowid FROM claims_search WHERE claims_search MATCH asked.value LIMIT :enough)) AS n
FROM json_each(:queries) AS asked;

-- name: ranked
-- Claims that share words with a query, best first, as visible to a view. The limit of the inner query keeps its order
-- and has no claim read beyond those that are returned.
SELECT claims.id AS id
FROM (
  SELECT rowid AS number, bm25(claims_search, 1.0, 0.8, 0.3) AS score FROM claims_search
  WHERE claims_search MATCH :query ORDER BY score, rowid LIMIT -1) AS found
CROSS JOIN claims ON claims.number = found.number
WHERE claims.tenant IN ('', :tenant) AND claims.learned_at <= :as_of
  AND (claims.retracted_at IS NULL OR claims.retracted_at > :as_of)
LIMIT :limit;

-- name: some
-- Claims that match a query, unranked, oldest first, for words so common that ranking is slow.
SELECT claims.id AS id, 0.0 AS score
FROM claims_search JOIN claims ON claims.number = claims_search.rowid
WHERE claims_search MATCH :query AND claims.tenant IN ('', :tenant) AND claims.learned_at <= :as_of
  AND (claims.retracted_at IS NULL OR claims.retracted_at > :as_of)
ORDER BY claims_search.rowid LIMIT :limit;

-- name: optimize
-- Merge the index's older segments, so that they contain no word of a deleted row.
INSERT INTO claims_search(claims_search) VALUES ('optimize');
