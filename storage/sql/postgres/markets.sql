-- name: add_quotes
-- Insert changed books, given as JSON rows of the table.
INSERT INTO quote
SELECT (value->>0)::bigint, (value->>1)::bigint, (value->>2)::bigint, (value->>3)::bigint, (value->>4)::bigint,
       (value->>5)::bigint
FROM json_array_elements(?::json) ON CONFLICT DO NOTHING;

-- name: lengthen_runs
-- Extend unchanged books: JSON rows of until, rung, since.
UPDATE still_read SET until = (new.value->>0)::bigint FROM json_array_elements(?::json) AS new (value)
WHERE rung = (new.value->>1)::bigint AND since = (new.value->>2)::bigint;

-- name: lengthen_market_reads
-- Extend unchanged results: JSON rows of until, market, since.
UPDATE market_read SET until = greatest(until, (new.value->>0)::bigint)
FROM json_array_elements(?::json) AS new (value)
WHERE market = (new.value->>1)::bigint AND since = (new.value->>2)::bigint;
