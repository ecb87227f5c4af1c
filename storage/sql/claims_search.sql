-- name: common
-- Whether a query has more than a given number of rows; looks no further than that.
SELECT count(*) AS n FROM (SELECT rowid FROM claims_search WHERE claims_search MATCH :query LIMIT :enough);

-- name: ranked
-- The claims that share words with a query, the best first, as a view sees them.
SELECT claims.id AS id, bm25(claims_search, 1.0, 0.8, 0.3) AS score
FROM claims_search JOIN claims ON claims.number = claims_search.rowid
WHERE claims_search MATCH :query AND claims.tenant IN ('', :tenant) AND claims.learned_at <= :as_of
ORDER BY score, claims.number LIMIT :limit;

-- name: some
-- The first claims that fit a query: for words so common that ranking them would keep somebody waiting.
SELECT claims.id AS id, 0.0 AS score
FROM claims_search JOIN claims ON claims.number = claims_search.rowid
WHERE claims_search MATCH :query AND claims.tenant IN ('', :tenant) AND claims.learned_at <= :as_of
ORDER BY claims_search.rowid LIMIT :limit;

-- name: optimize
-- Merge the index's older segments, so that no word of a deleted row stays in them.
INSERT INTO claims_search(claims_search) VALUES ('optimize');
