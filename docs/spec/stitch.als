/*
 * The stitch: where copy meets stream (docs/stitch.md).
 *
 * A table is copied chunk by chunk while it is written, and one ordered stream brings the changes.
 * A row is modelled as the set of the changes it holds. So "lost" is a change that is missing from
 * a row, and "twice" is a change that is added to a row which holds it already.
 */
module stitch

open util/ordering[Tx] as log -- the order of the commits is the order of the log

/** What the design demands. A command says which of them are kept. */
enum Rule {
  AttemptCounts, WholeChunk, SnapshotAfterTaking, -- rule 1 of docs/stitch.md, and the three steps
  DropStillTrue,                                  -- rule 2
  VisibleBeforeDrop,                              -- rule 3
  OneOrder,                                       -- rule 4
  WaitWhileCopied, SkipWhatWasSeen,               -- the table of treatments, rule 5
  PositionWithRows, FromThePosition,              -- rule 9: exactly once
  ConfirmOnlyWritten                              -- rule 9: the slot
}
sig Kept in Rule {}

sig Chunk {
  var attempt  : lone Attempt, -- whose turn it is: while there is one, the chunk is COPYING
  var boundary : set Tx        -- what the snapshot of its copy has seen
}
var sig Done in Chunk {}

fun Copying : set Chunk { attempt.Attempt }
fun Waiting : set Chunk { Chunk - Copying - Done }

/** Rows, by their keys. */
sig Key {
  chunk   : Chunk, -- as the database has cut the table
  guessed : Chunk, -- as the stream computes it
  var row : set Tx -- the row on the target
}

/** Source transactions. One may write many rows; a TRUNCATE writes all. */
sig Tx { writes : some Key }
var sig Committed in Tx {}        -- in the log
var sig Visible in Committed {}   -- also in every snapshot taken from now on: may come later
var sig Confirmed in Committed {} -- the source may forget them

/** What the target has recorded as its position: all up to the latest of these. */
var sig Passed in Tx {}

/** One try of one worker to copy one chunk. */
sig Attempt { of : Chunk, var seen : set Tx }
var sig Opened in Attempt {} -- has its snapshot: `seen`

/** A process that follows the log. Two at once: one was superseded and does not know it. */
sig Follower {
  var batch : lone Tx, -- what it has decided about and not yet written
  var drop : set Key,  -- for these rows the change is left to the copy
  var put  : set Key   -- to these rows it is applied
}

/** A change was added to a row that held it already. */
var sig Twice in Tx {}

pred init {
  no attempt and no boundary and no Done and no row and no Passed and no Twice
  no Committed and no Visible and no Confirmed
  no Opened and no seen and no batch and no drop and no put
}

-- ---------------------------------------------------------------- the source

pred commit [t : Tx] {
  t not in Committed and t.prevs in Committed
  Committed' = Committed + t
  Visible' = Visible and Confirmed' = Confirmed
  targetStays and workersStay and followersStay
}

pred appear [t : Tx] {
  t in Committed - Visible
  Visible' = Visible + t
  Committed' = Committed and Confirmed' = Confirmed
  targetStays and workersStay and followersStay
}

/** The follower lets the source forget a transaction. */
pred confirm [t : Tx] {
  t in Committed - Confirmed and t.prevs in Confirmed
  ConfirmOnlyWritten in Kept implies t in Passed
  Confirmed' = Confirmed + t
  Committed' = Committed and Visible' = Visible
  targetStays and workersStay and followersStay
}

-- ---------------------------------------------------------------- the copy

/** WAITING -> COPYING, in a target transaction of its own. */
pred take [a : Attempt] {
  a.of in Waiting and a not in Chunk.attempt
  SnapshotAfterTaking in Kept implies a not in Opened
  attempt' = attempt + a.of->a
  Done' = Done and boundary' = boundary
  rowsStay and sourceStays and workersStay and followersStay
}

/** The worker opens its snapshot on the source. */
pred openSnapshot [a : Attempt] {
  a not in Opened
  SnapshotAfterTaking in Kept implies a in Chunk.attempt
  Opened' = Opened + a
  seen' = seen + a->Visible
  sourceStays and targetStays and followersStay
}

/** COPYING -> DONE: rows, state and boundary in one target transaction. */
pred copy [a : Attempt] {
  let c = a.of {
    a in Opened
    AttemptCounts in Kept implies c.attempt = a
    Done' = Done + c
    attempt' = attempt - c->Attempt
    boundary' = boundary - c->Tx + c->a.seen
    let copied = row - chunk.c->Tx + { k : chunk.c, t : a.seen & writes.k } |
      row' = copied or (WholeChunk not in Kept and row' = row)
  }
  Passed' = Passed and Twice' = Twice
  sourceStays and workersStay and followersStay
}

/** COPYING -> WAITING: the worker is taken for dead. It may only be asleep. */
pred giveUp [c : Chunk] {
  c in Copying
  attempt' = attempt - c->Attempt
  Done' = Done and boundary' = boundary
  rowsStay and sourceStays and workersStay and followersStay
}

-- ---------------------------------------------------------------- the stream

/** The follower takes the next transaction from the log and decides row by row, in memory. */
pred decide [f : Follower, t : Tx] {
  no f.batch and t in Committed - Passed
  t.prevs in Passed + Confirmed -- the source leaves out what it was allowed to forget
  WaitWhileCopied in Kept implies no t.writes.guessed & Copying
  batch' = batch + f->t
  let waiting = t.writes & guessed.Waiting,
      included = { k : t.writes & guessed.Done | t in k.guessed.boundary } {
    drop' = drop + f->waiting
    put' = put + f->(t.writes - waiting - (SkipWhatWasSeen in Kept implies included else none))
  }
  sourceStays and targetStays and workersStay
}

/** The batch: rows and position in one target transaction. */
pred write [f : Follower] {
  some f.batch
  FromThePosition in Kept implies f.batch not in Passed
  some f.drop and DropStillTrue in Kept implies f.drop.guessed in Waiting
  some f.drop and VisibleBeforeDrop in Kept implies f.batch in Visible
  row' = row + f.put->f.batch
  Twice' = Twice + (f.batch & f.put.row)
  Passed' = Passed + f.batch or (PositionWithRows not in Kept and Passed' = Passed)
  forget[f]
  chunksStay and sourceStays and workersStay
}

/** Nothing was written: decided anew, or the process has died. */
pred discard [f : Follower] {
  some f.batch
  forget[f]
  sourceStays and targetStays and workersStay
}

pred forget [f : Follower] {
  batch' = batch - f->Tx and drop' = drop - f->Key and put' = put - f->Key
}

-- ---------------------------------------------------------------- what stays

pred sourceStays { Committed' = Committed and Visible' = Visible and Confirmed' = Confirmed }
pred chunksStay { attempt' = attempt and Done' = Done and boundary' = boundary }
pred rowsStay { row' = row and Passed' = Passed and Twice' = Twice }
pred targetStays { chunksStay and rowsStay }
pred workersStay { Opened' = Opened and seen' = seen }
pred followersStay { batch' = batch and drop' = drop and put' = put }

fact traces {
  OneOrder in Kept implies guessed = chunk
  init
  always {
    (some t : Tx | commit[t] or appear[t] or confirm[t])
    or (some a : Attempt | take[a] or openSnapshot[a] or copy[a])
    or (some c : Chunk | giveUp[c])
    or (some f : Follower | write[f] or discard[f] or some t : Tx | decide[f, t])
    or (sourceStays and targetStays and workersStay and followersStay)
  }
}

-- ---------------------------------------------------------------- what is promised

/** A copied row holds what its snapshot has seen and what the stream has passed, and nothing else. */
pred rowsAreRight {
  all k : chunk.Done | k.row = writes.k & (k.chunk.boundary + Passed + Passed.prevs)
}

pred nothingTwice { no Twice }

/** So both sides are equal when the copy is complete and the stream has passed everything. */
pred equalOnceCaughtUp {
  (Done = Chunk and Passed = Committed) implies row = { k : Key, t : Committed & writes.k }
}

pred safe { rowsAreRight and nothingTwice and equalOnceCaughtUp }

check AllRules { Kept = Rule implies always safe } for 2 but 10..10 steps expect 0
check AllRulesOneChunk { Kept = Rule implies always safe } for 3 but 1 Key, 1 Chunk, 1 Follower, 10..10 steps expect 0

-- Without a rule, what breaks?
pred without [r : Rule] { Kept = Rule - r }

check WithoutAttemptCounts { without[AttemptCounts] implies always rowsAreRight } for 1 but 2 Tx, 2 Attempt, 10 steps expect 1
check WithoutWholeChunk { without[WholeChunk] implies always rowsAreRight } for 1 but 8 steps expect 1
check WithoutSnapshotAfterTaking { without[SnapshotAfterTaking] implies always rowsAreRight } for 1 but 8 steps expect 1
check WithoutDropStillTrue { without[DropStillTrue] implies always rowsAreRight } for 1 but 8 steps expect 1
check WithoutVisibleBeforeDrop { without[VisibleBeforeDrop] implies always rowsAreRight } for 1 but 8 steps expect 1
check WithoutOneOrder { without[OneOrder] implies always rowsAreRight } for 1 but 2 Chunk, 9 steps expect 1
check WithoutWaitWhileCopied { without[WaitWhileCopied] implies always rowsAreRight } for 1 but 8 steps expect 1
check WithoutSkipWhatWasSeen { without[SkipWhatWasSeen] implies always nothingTwice } for 1 but 8 steps expect 1
check WithoutPositionWithRows { without[PositionWithRows] implies always rowsAreRight } for 1 but 8 steps expect 1
check WithoutFromThePosition { without[FromThePosition] implies always nothingTwice } for 1 but 2 Follower, 9 steps expect 1
check WithoutConfirmOnlyWritten { without[ConfirmOnlyWritten] implies always rowsAreRight } for 1 but 2 Tx, 9 steps expect 1

-- What can happen, with all rules

/** Two chunks of different ages; a change that is dropped, one that is skipped, one that is applied. */
run WholeCopy {
  Kept = Rule
  some disj a, b : Tx |
    eventually (some Waiting and a in Follower.batch and some Follower.drop)
    and eventually (a + b in Visible and some c : Done | b in c.boundary and a in Passed and b not in Passed)
  eventually (Tx in Passed and Done = Chunk and some k : Key | some k.row - k.chunk.boundary)
} for 2 but 3 Tx, 1 Follower, 19..19 steps expect 1

/** A worker sleeps, its chunk is copied by another one, and what it brings then is refused. */
run WorkerIsReplaced {
  Kept = Rule
  some disj a, b : Attempt | eventually (a in Opened and a.of.attempt = b and eventually b.of in Done)
} for 2 but 9..9 steps expect 1
