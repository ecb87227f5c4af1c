-- name: outcomes
-- The outcomes of the public ledger's and one tenant's claims, with the pages the claims appeared on (JSON).
SELECT o.claim, c.text, o.outcome, o.so_at, o.learned_at, o.why,
       (SELECT coalesce(json_agg(json_build_object('url', e.url, 'at', e.so_at)), '[]')::text
        FROM evidence_claims l JOIN evidence e ON e.id = l.evidence
        WHERE l.claim = o.claim AND e.tenant IN ('', :tenant)) AS appearances
FROM claim_outcomes o JOIN claims c ON c.id = o.claim
WHERE o.tenant IN ('', :tenant) AND c.tenant IN ('', :tenant) AND c.retracted_at IS NULL ORDER BY o.claim, o.learned_at;
