-- name: common
-- Whether a query has more than a given number of rows; looks no further than that.
SELECT count(*) AS n FROM (SELECT 1 FROM claims_search WHERE words @@ to_tsquery('english', :query) LIMIT :enough) AS few;

-- name: ranked
-- The claims that share words with a query, the best first, as a view sees them.
SELECT claims.id AS id, ts_rank('{0, 0.3, 0.8, 1}', claims_search.words, to_tsquery('english', :query), 1) AS score
FROM claims_search JOIN claims ON claims.number = claims_search.rowid
WHERE claims_search.words @@ to_tsquery('english', :query)
  AND claims.tenant IN ('', :tenant) AND claims.learned_at <= :as_of
ORDER BY score DESC, claims.number LIMIT :limit;

-- name: some
-- The first claims that fit a query: for words so common that ranking them would keep somebody waiting.
SELECT claims.id AS id, 0.0::double precision AS score
FROM claims_search JOIN claims ON claims.number = claims_search.rowid
WHERE claims_search.words @@ to_tsquery('english', :query)
  AND claims.tenant IN ('', :tenant) AND claims.learned_at <= :as_of
ORDER BY claims_search.rowid LIMIT :limit;

-- name: optimize
-- Nothing: autovacuum takes the words of deleted rows out of the index.
SELECT 1 WHERE false;
