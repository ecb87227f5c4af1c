-- name: claim
-- One claim, if visible to this view.
SELECT * FROM claims WHERE id = :id AND tenant IN ('', :tenant) AND learned_at <= :as_of
    AND (retracted_at IS NULL OR retracted_at > :as_of);

-- name: about
-- The claims whose subject or comparator is one of some slugs (a JSON array).
SELECT * FROM claims WHERE number IN (
  SELECT claims.number FROM json_each(:slugs) AS wanted CROSS JOIN claims ON claims.subject = wanted.value
  UNION SELECT claims.number FROM json_each(:slugs) AS wanted CROSS JOIN claims ON claims.comparator = wanted.value
    WHERE claims.comparator <> ''
) AND tenant IN ('', :tenant) AND learned_at <= :as_of AND (retracted_at IS NULL OR retracted_at > :as_of)
ORDER BY number;

-- name: some
-- Claims by id (a JSON array); the array leads, so that a large table is not scanned in order of its numbers.
SELECT claims.id, claims.tenant, claims.text, claims.statement, claims.aliases, claims.so_at, claims.learned_at,
  claims.source
FROM json_each(:ids) AS wanted CROSS JOIN claims ON claims.id = wanted.value
WHERE claims.tenant IN ('', :tenant) AND claims.learned_at <= :as_of
    AND (claims.retracted_at IS NULL OR claims.retracted_at > :as_of);

-- name: by_number
-- Claims by number (a JSON array), as `some`.
SELECT claims.number, claims.id, claims.tenant, claims.text, claims.statement, claims.aliases, claims.so_at,
  claims.learned_at, claims.source
FROM json_each(:numbers) AS wanted CROSS JOIN claims ON claims.number = wanted.value
WHERE claims.tenant IN ('', :tenant) AND claims.learned_at <= :as_of
    AND (claims.retracted_at IS NULL OR claims.retracted_at > :as_of);

-- name: until
-- When what is known of claims by then changes next, if nothing is written.
SELECT min(at) AS at FROM (
  SELECT min(learned_at) AS at FROM claims WHERE learned_at > :as_of
  UNION ALL SELECT min(retracted_at) FROM claims WHERE retracted_at > :as_of
  UNION ALL SELECT min(learned_at) FROM claim_outcomes WHERE learned_at > :as_of
  UNION ALL SELECT min(learned_at) FROM claim_disputes WHERE learned_at > :as_of) AS following;

-- name: every
-- All claims, latest learned first; what hides the tenant's column keeps SQLite from sorting all of a tenant's.
SELECT * FROM claims WHERE coalesce(tenant, '') IN ('', :tenant) AND learned_at <= :as_of
    AND (retracted_at IS NULL OR retracted_at > :as_of) ORDER BY learned_at DESC, number LIMIT :limit OFFSET :after;

-- name: open_of
-- A tenant's own claims that are open by then, oldest first: the last word on each is none, or "open".
SELECT * FROM claims AS c WHERE tenant = :tenant AND learned_at <= :as_of
  AND (retracted_at IS NULL OR retracted_at > :as_of)
  AND coalesce((
    SELECT o.outcome FROM claim_outcomes AS o
    WHERE o.claim = c.id AND o.tenant IN ('', :tenant) AND o.learned_at <= :as_of
    ORDER BY o.tenant DESC, o.learned_at DESC LIMIT 1), 'open') = 'open'
ORDER BY learned_at, number;

-- name: count
-- How many claims there are; as above, so that an index alone is read.
SELECT count(*) AS n FROM claims WHERE coalesce(tenant, '') IN ('', :tenant) AND learned_at <= :as_of
    AND (retracted_at IS NULL OR retracted_at > :as_of);

-- name: forget_outcome
-- Forget what a tenant decided last about a claim.
DELETE FROM claim_outcomes WHERE claim = :claim AND tenant = :tenant AND learned_at = (
    SELECT max(learned_at) FROM claim_outcomes WHERE claim = :claim AND tenant = :tenant);

-- name: position
-- The edition that stands, and when the last public claim, outcome and item known by a moment became known.
SELECT (SELECT chain FROM edition_chain ORDER BY number DESC LIMIT 1) AS chain,
  (SELECT learned_at FROM claims WHERE coalesce(tenant, '') = '' AND learned_at <= :as_of
   ORDER BY learned_at DESC LIMIT 1) AS claim,
  (SELECT learned_at FROM claim_outcomes WHERE tenant = '' AND learned_at <= :as_of
   ORDER BY learned_at DESC LIMIT 1) AS outcome,
  (SELECT max(learned_at) FROM evidence WHERE tenant = '' AND learned_at <= :as_of) AS item;

-- name: outcomes
-- Outcomes of some claims (a JSON array of ids) by then, the tenant's own after the public one; without an outcome the
-- claims that are disputed then.
SELECT claim, tenant, learned_at, outcome, why, by FROM claim_outcomes
WHERE claim IN (SELECT value FROM json_each(:ids)) AND tenant IN ('', :tenant) AND learned_at <= :as_of
UNION ALL
SELECT claim, tenant, learned_at, '', '', '' FROM claim_disputes
WHERE claim IN (SELECT value FROM json_each(:ids)) AND tenant IN ('', :tenant) AND learned_at <= :as_of
  AND state = 'waiting'
ORDER BY claim, tenant, learned_at;

-- name: resolutions
-- Claims that came true or false by then, of one type or all (''), latest first: the tenant's own word before the
-- public one, and of each the last.
SELECT c.tenant, o.claim, c.type, o.outcome, o.learned_at
FROM claim_outcomes AS o CROSS JOIN claims AS c ON c.id = o.claim
WHERE o.tenant IN ('', :tenant) AND o.learned_at <= :as_of AND o.outcome IN ('true', 'false')
  AND c.tenant IN ('', :tenant) AND c.learned_at <= :as_of AND (c.retracted_at IS NULL OR c.retracted_at > :as_of)
  AND (:kind = '' OR c.type = :kind)
  AND NOT EXISTS (
    SELECT 1 FROM claim_outcomes AS n WHERE n.claim = o.claim AND n.tenant IN ('', :tenant) AND n.learned_at <= :as_of
      AND (n.tenant > o.tenant OR (n.tenant = o.tenant AND n.learned_at > o.learned_at)))
ORDER BY o.learned_at DESC, o.claim LIMIT :limit;

-- name: disputes
-- The disputes of one claim.
SELECT * FROM claim_disputes
WHERE claim = :id AND tenant IN ('', :tenant) AND learned_at <= :as_of ORDER BY learned_at, by;

-- name: evidence
-- Items about some subjects or linked to a claim, and all they cite, transitively; those that a desk has not accepted
-- are left out, with what only they cite.
WITH RECURSIVE wanted(id) AS (
  SELECT evidence FROM evidence_subjects WHERE subject IN (SELECT value FROM json_each(:slugs))
  UNION SELECT evidence FROM evidence_claims WHERE claim = :claim
  UNION SELECT citations.cites FROM citations JOIN wanted ON citations.evidence = wanted.id
    JOIN evidence AS citing ON citing.id = wanted.id AND citing.accepted = 1
)
SELECT evidence.* FROM evidence JOIN wanted ON evidence.id = wanted.id
WHERE tenant IN ('', :tenant) AND learned_at <= :as_of AND accepted = 1 ORDER BY number;

-- name: filings
-- What a person filed in a tenant and did not withdraw, newest first: claims, and items with the claim they are on.
SELECT id, text, learned_at, '' AS claim, CASE WHEN retracted_at IS NULL THEN 0 ELSE 1 END AS retracted FROM claims
  WHERE tenant = :tenant AND by = :person AND (retracted_at IS NULL OR text <> id || :withdrawn)
UNION ALL
SELECT e.id, e.basis || ' from ' || e.party, e.learned_at, coalesce(min(c.claim), ''), 0 FROM evidence AS e
  LEFT JOIN evidence_claims AS c ON c.evidence = e.id
  WHERE e.tenant = :tenant AND e.by = :person AND e.withdrawn_at IS NULL GROUP BY e.id, e.basis, e.party, e.learned_at
ORDER BY 3 DESC, 1 DESC;

-- name: tenants_about
-- Tenants with evidence, claims or outcomes of their own about some subjects (a JSON array).
SELECT e.tenant FROM json_each(:slugs) AS wanted CROSS JOIN evidence_subjects AS s ON s.subject = wanted.value
  JOIN evidence AS e ON e.id = s.evidence WHERE e.tenant <> '' AND e.learned_at <= :as_of AND e.accepted = 1
UNION SELECT c.tenant FROM json_each(:slugs) AS wanted CROSS JOIN claims AS c ON c.subject = wanted.value
  WHERE c.tenant <> '' AND c.learned_at <= :as_of AND (c.retracted_at IS NULL OR c.retracted_at > :as_of)
UNION SELECT o.tenant FROM json_each(:slugs) AS wanted CROSS JOIN claims AS c ON c.subject = wanted.value
  JOIN claim_outcomes AS o ON o.claim = c.id WHERE o.tenant <> '' AND o.learned_at <= :as_of
ORDER BY 1;

-- name: item
-- One item of evidence, unless its author here withdrew it.
SELECT * FROM evidence WHERE id = :id AND tenant IN ('', :tenant) AND learned_at <= :as_of
    AND (tenant = '' OR withdrawn_at IS NULL);

-- name: said_by
-- A party's accepted items and the claims they are linked to.
SELECT evidence_claims.claim, evidence_claims.sign, evidence.* FROM evidence
JOIN evidence_claims ON evidence_claims.evidence = evidence.id
WHERE lower(party) = lower(:party) AND evidence.tenant IN ('', :tenant) AND evidence.learned_at <= :as_of
  AND evidence.accepted = 1
ORDER BY evidence.number, claim;

-- name: latest_of
-- The latest accepted items of some parties (a JSON array) that are linked to claims of the ledger.
SELECT * FROM evidence
WHERE party IN (SELECT value FROM json_each(:parties)) AND tenant IN ('', :tenant) AND learned_at <= :as_of
  AND accepted = 1 AND EXISTS (
    SELECT 1 FROM evidence_claims JOIN claims ON claims.id = evidence_claims.claim
    WHERE evidence_claims.evidence = evidence.id AND claims.tenant IN ('', :tenant) AND claims.learned_at <= :as_of
      AND (claims.retracted_at IS NULL OR claims.retracted_at > :as_of))
ORDER BY so_at DESC, id LIMIT :limit;

-- name: items_of
-- All items of one party, whatever its capitals.
SELECT * FROM evidence
WHERE lower(party) = lower(:party) AND tenant IN ('', :tenant) AND learned_at <= :as_of AND (tenant = '' OR withdrawn_at IS NULL)
ORDER BY number;

-- name: sources
-- The sources of the evidence.
SELECT * FROM claim_sources WHERE tenant IN ('', :tenant) ORDER BY party;

-- name: parties
-- The parties of all visible items that count; from one to the next by the index.
WITH RECURSIVE each_party(party) AS (
  SELECT min(party) FROM evidence
  UNION ALL SELECT (SELECT min(e.party) FROM evidence AS e WHERE e.party > each_party.party) FROM each_party
    WHERE each_party.party IS NOT NULL
)
SELECT each_party.party FROM each_party WHERE EXISTS (
  SELECT 1 FROM evidence AS e
  WHERE e.party = each_party.party AND e.tenant IN ('', :tenant) AND e.learned_at <= :as_of AND e.accepted = 1
) ORDER BY each_party.party;

-- name: trials
-- A tenant's runs of a task or a model ('' is any).
SELECT * FROM trials
WHERE tenant = :tenant AND (:task = '' OR task = :task) AND (:model = '' OR model = :model) ORDER BY number;

-- name: tasks
-- The tasks with runs in a tenant.
SELECT DISTINCT task FROM trials WHERE tenant = :tenant ORDER BY task;

-- name: demo
-- A tenant's notes about a demo.
SELECT * FROM demos WHERE tenant = :tenant AND link = :link;

-- name: next_claim
-- The next number for filed claims; numbers below 1000 belong to the public files, and none is given twice.
SELECT max(999, coalesce(max(number), 0), coalesce((SELECT value FROM counters WHERE name = 'last claim'), 0)) + 1
AS number FROM claims;

-- name: next_evidence
-- The next number for filed items; numbers below 1000 belong to the public files, and none is given twice.
SELECT max(999, coalesce(max(number), 0), coalesce((SELECT value FROM counters WHERE name = 'last evidence'), 0)) + 1
AS number FROM evidence;

-- name: numbered
-- Remember the last number given, for when its row is erased.
INSERT INTO counters VALUES (:name, :number) ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: mark_public
-- The moments at which public facts about a subject became known that a claim may depend on.
SELECT '' AS tenant, 'claims' AS kind, s.subject AS ref, e.learned_at AS at
FROM evidence e JOIN evidence_subjects s ON s.evidence = e.id WHERE e.tenant = ''
UNION SELECT '', 'claims', s.subject, e.so_at
FROM evidence e JOIN evidence_subjects s ON s.evidence = e.id WHERE e.tenant = '' AND e.so_at > e.learned_at
UNION SELECT '', 'claims', s.subject, e.withdrawn_at
FROM evidence e JOIN evidence_subjects s ON s.evidence = e.id WHERE e.tenant = '' AND e.withdrawn_at IS NOT NULL
UNION SELECT '', 'claims', subject, learned_at FROM claims WHERE tenant = '' AND subject <> ''
UNION SELECT '', 'claims', c.subject, o.learned_at
FROM claim_outcomes o JOIN claims c ON c.id = o.claim WHERE o.tenant = '' AND c.subject <> '';
