-- name: counts
-- How many rows each of some queries (a JSON array) has; it stops counting at a given number.
SELECT asked.value AS query, (
  SELECT count(*) FROM (
    SELECT 1 FROM claims_search WHERE words @@ to_tsquery('english', asked.value) LIMIT :enough) AS few) AS n
FROM json_array_elements_text(CAST(:queries AS json)) AS asked(value);

-- name: scored
-- Claims that have one of some words (a JSON array), as visible to a view, best first; a lower score is better.
SELECT asked.value AS word, claims.number AS number, claims.subject AS subject,
  -ts_rank('{0, 0.3, 0.8, 1}', claims_search.words, to_tsquery('english', asked.value), 1) AS score
FROM json_array_elements_text(CAST(:words AS json)) AS asked(value)
JOIN claims_search ON claims_search.words @@ to_tsquery('english', asked.value)
JOIN claims ON claims.number = claims_search.rowid
WHERE claims.tenant IN ('', :tenant) AND claims.learned_at <= :as_of
  AND (claims.retracted_at IS NULL OR claims.retracted_at > :as_of)
ORDER BY score, claims.number;

-- name: some
-- Claims that match a query, unranked, oldest first, for words so common that ranking is slow.
SELECT claims.number AS number
FROM claims_search JOIN claims ON claims.number = claims_search.rowid
WHERE claims_search.words @@ to_tsquery('english', :query)
  AND claims.tenant IN ('', :tenant) AND claims.learned_at <= :as_of
  AND (claims.retracted_at IS NULL OR claims.retracted_at > :as_of)
ORDER BY claims_search.rowid LIMIT :limit;

-- name: optimize
-- Nothing: autovacuum removes the words of deleted rows from the index.
SELECT 1 WHERE false;
