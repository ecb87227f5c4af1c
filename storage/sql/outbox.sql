-- name: insert
-- One message; a key that is known is left alone, unless its message was withdrawn.
INSERT INTO outbox
    (key, tenant, person, platform, place, kind, urgency, body, subscription, edits, covers, told, items, state, not_before, deadline, next_at,
     queued_at)
VALUES (:key, :tenant, :person, :platform, :place, :kind, :urgency, :body, :subscription, :edits, :covers, :told, :items, 'ready', :not_before,
    :deadline, :next_at, :now)
ON CONFLICT (key) DO UPDATE SET body = excluded.body, covers = excluded.covers, told = excluded.told, items = excluded.items, state = 'ready',
    not_before = excluded.not_before, deadline = excluded.deadline, next_at = excluded.next_at, attempt = 0, doubts = 0,
    first_attempt_at = NULL, fence = fence + 1, handle = '', message = '', error = '', queued_at = excluded.queued_at,
    settled_at = NULL
WHERE state = 'withdrawn';

-- name: due
-- Open messages that want attention now, urgent ones first, without those of places where another is on its way.
-- A row of its own that a dead process was sending wants attention once the lease is over.
SELECT o.* FROM outbox o
WHERE o.state IN ('ready', 'sending', 'scheduled', 'ambiguous') AND o.platform = :platform AND o.urgency = :urgency
    AND o.next_at <= :now
    AND NOT EXISTS (
        SELECT 1 FROM outbox s WHERE s.place = o.place AND s.state = 'sending' AND s.next_at > :now AND s.id <> o.id)
ORDER BY o.next_at, o.id LIMIT :limit;

-- name: take
-- The claim: the row is being sent, by this owner, until the lease ends.
UPDATE outbox SET state = 'sending', sender = :owner, next_at = :until, fence = fence + 1, attempt = attempt + 1,
    first_attempt_at = coalesce(first_attempt_at, :now)
WHERE id = :id;

-- name: miss
-- Its time is over and nothing of it ever left.
UPDATE outbox SET state = 'missed', settled_at = :now, error = 'its time was over before it could be posted',
    fence = fence + 1
WHERE id = :id;

-- name: settle
-- What became of a claimed message; without effect when somebody else has claimed it since.
UPDATE outbox SET state = :state, next_at = :next_at, error = :error, handle = :handle, message = :message,
    doubts = :doubts, attempt = :attempt, settled_at = :settled_at, first_attempt_at = :first_attempt_at
WHERE id = :id AND fence = :fence AND state = 'sending';

-- name: covered
-- A digest was posted: the next one begins where it ended.
UPDATE subscriptions SET covered = max(covered, :covers), told = max(told, :told) WHERE kind = 'digest'
    AND tenant || '|DG-' || CASE WHEN number < 10 THEN '0' ELSE '' END || number = :subscription;

-- name: forward
-- Messages queued by a clock that was ahead are due now, and for as long as they would have been.
UPDATE outbox SET deadline = :now + (deadline - not_before), not_before = :now, next_at = :now, queued_at = :now
WHERE state IN ('ready', 'ambiguous') AND kind <> 'digest' AND next_at > :late;

-- name: unqueue
-- Digests queued by a clock that was ahead are not posted: the next run tells what they tell.
UPDATE outbox SET state = 'withdrawn', settled_at = :now, fence = fence + 1, error = 'queued by a clock that was ahead'
WHERE state = 'ready' AND kind = 'digest' AND queued_at > :now;

-- name: settled_by_now
-- What was settled by a clock that was ahead was settled by now.
UPDATE outbox SET settled_at = :now WHERE settled_at > :now;

-- name: posted_by_now
-- The same for cards: what changes from now on corrects them.
UPDATE cards SET posted_at = :now WHERE posted_at > :now;

-- name: sending
-- Who is sending what.
SELECT DISTINCT sender FROM outbox WHERE state = 'sending';

-- name: doubtful
-- What a dead process was sending; it stays before what its place gets later.
UPDATE outbox SET state = 'ambiguous', next_at = min(not_before, :now), fence = fence + 1, error = 'the process was ended while sending'
WHERE state = 'sending' AND sender = :owner;

-- name: next_due
-- When the next open message of a platform wants attention.
SELECT min(next_at) AS at FROM outbox
WHERE state IN ('ready', 'sending', 'scheduled', 'ambiguous') AND platform = :platform AND urgency = :urgency;

-- name: totals
-- How many messages stand in each state.
SELECT state, count(*) AS n, min(not_before) AS oldest FROM outbox GROUP BY state;

-- name: by_key
-- The message of a key.
SELECT * FROM outbox WHERE key = :key;

-- name: missed
-- What did not reach some places (a JSON array) since a moment; a card that was deleted there misses no correction.
SELECT * FROM outbox WHERE state IN ('missed', 'dead') AND settled_at > :since AND edits = ''
    AND place IN (SELECT value FROM json_each(:places)) ORDER BY id;

-- name: told
-- The changes that alerts have told in each place since a moment, or are about to.
SELECT DISTINCT place, items FROM outbox
WHERE kind = 'alert' AND queued_at > :since AND items <> '' AND state NOT IN ('missed', 'dead', 'withdrawn');

-- name: recent
-- The latest messages of a subscription.
SELECT * FROM outbox WHERE subscription = :subscription ORDER BY id DESC LIMIT :limit;

-- name: forget
-- Settled messages of long ago; the cards made of them stay.
DELETE FROM outbox WHERE id IN (
    SELECT id FROM outbox WHERE state IN ('sent', 'missed', 'dead', 'withdrawn') AND settled_at < :before LIMIT :limit);

-- name: forget_bodies
-- Bodies that neither a message nor a card needs.
DELETE FROM bodies WHERE id IN (
    SELECT b.id FROM bodies b WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.body = b.id)
        AND NOT EXISTS (SELECT 1 FROM cards c WHERE c.body = b.id) LIMIT :limit);

-- name: keep_card
-- Something posted that shows ledger objects.
INSERT OR IGNORE INTO cards (tenant, place, message, key, body, posted_at, asked_by) VALUES (:tenant, :place, :message, :key, :body,
    :posted_at, :asked_by);

-- name: cards
-- Cards that show any of some objects (a JSON array) and were posted since a moment.
SELECT c.*, b.shows FROM cards c JOIN bodies b ON b.id = c.body
WHERE c.posted_at > :since AND c.id IN (
    SELECT card FROM card_objects WHERE object IN (SELECT value FROM json_each(:shown)))
ORDER BY c.id;

-- name: card
-- The card posted in a place under a key.
SELECT c.*, b.shows FROM cards c JOIN bodies b ON b.id = c.body WHERE c.place = :place AND c.key = :key;

-- name: shown
-- The objects that live cards show.
SELECT DISTINCT o.object FROM card_objects o JOIN cards c ON c.id = o.card WHERE c.posted_at > :since;
