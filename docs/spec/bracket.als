/*
 * A boundary that only brackets the snapshot (rule 6 of docs/stitch.md): MySQL.
 *
 * The server does not say which transactions a snapshot has seen. It says where its log ended
 * before, and where afterwards. What lies between may have been seen or not, and is applied by
 * state. One chunk, copied once; who copies it, and how often, is in stitch.als.
 *
 * A row is modelled as the transaction that has written it last. An insert that finds a row, and
 * an update or a delete that finds none, clash: the stream stops.
 */
module bracket

open util/ordering[Tx] as log -- the order of the commits is the order of the log

/** What the design demands. A command says which of them are kept. */
enum Rule {
  LowIsVisible,      -- a commit of our own, after the log's end was read, lies behind all before it
  HighAfterSnapshot, -- the log's end is read again once the snapshot is open
  MaybeByState,      -- what lies between is put, or taken away, whatever is there
  SettledFromHigh    -- nobody compares before the stream has passed the bracket
}
sig Kept in Rule {}

/** Rows, by their keys. */
sig Key { var row : lone Tx } -- the row on the target, by who has written it

/** Source transactions. */
sig Tx { puts, deletes : set Key }
var sig Committed in Tx {}      -- in the log
var sig Visible in Committed {} -- also in every snapshot taken from now on: may come later
var sig Passed in Tx {}         -- by the stream, in order

/** What has happened to the chunk. */
enum Moment { Low, Snapshot, High, Copied, Settled }
var sig Happened in Moment {}
one sig Bracket { var low, high, seen : set Tx }

/** An insert met a row, or an update or a delete met none. */
var sig Clash in Tx {}

fun touching [k : Key] : set Tx { (puts + deletes).k }

/** Who has written the row, in a database that has just these transactions. */
fun rowsOf [txs : set Tx] : Key -> Tx {
  { k : Key, t : Tx | t in puts.k and t = log/max[txs & touching[k]] }
}

fact transactions {
  no puts & deletes and Tx in (puts + deletes).Key
  all t : Tx, k : t.deletes | some k.(rowsOf[t.prevs]) -- nobody deletes what is not there
}

pred init {
  no row and no Committed and no Visible and no Passed and no Happened and no Clash
  no low and no high and no seen
}

-- ---------------------------------------------------------------- the source

/** Who writes a row has waited for the lock of who wrote it before. */
pred commit [t : Tx] {
  t not in Committed and t.prevs in Committed
  all k : (t.puts + t.deletes) | t.prevs & touching[k] in Visible
  Committed' = Committed + t
  Visible' = Visible
  copyStays and streamStays
}

pred appear [t : Tx] {
  t in Committed - Visible
  Visible' = Visible + t
  Committed' = Committed
  copyStays and streamStays
}

-- ---------------------------------------------------------------- the copy

pred readLow {
  Low not in Happened
  Happened' = Happened + Low
  low' = Bracket->Committed
  high' = high and seen' = seen
  sourceStays and streamStays
}

pred openSnapshot {
  Low in Happened and Snapshot not in Happened
  LowIsVisible in Kept implies Bracket.low in Visible
  Happened' = Happened + Snapshot
  seen' = Bracket->Visible
  low' = low and high' = high
  sourceStays and streamStays
}

pred readHigh {
  Low in Happened and High not in Happened
  HighAfterSnapshot in Kept implies Snapshot in Happened
  Happened' = Happened + High
  high' = Bracket->Committed
  low' = low and seen' = seen
  sourceStays and streamStays
}

pred copy {
  Snapshot + High in Happened and Copied not in Happened
  Happened' = Happened + Copied
  row' = rowsOf[Bracket.seen]
  Passed' = Passed and Clash' = Clash
  bracketStays and sourceStays
}

/** From here on the chunk's rows count: for comparison, and for whoever reads there. */
pred settle {
  Copied in Happened and Settled not in Happened
  SettledFromHigh in Kept implies Bracket.high in Passed
  Happened' = Happened + Settled
  bracketStays and sourceStays and streamStays
}

-- ---------------------------------------------------------------- the stream

/** The next transaction of the log: left to the copy, skipped, or applied. */
pred pass [t : Tx] {
  t in Committed - Passed and t.prevs in Passed
  Low in Happened implies Copied in Happened -- it waits while the chunk is copied
  Passed' = Passed + t
  Copied not in Happened implies {
    row' = row and Clash' = Clash -- what is dropped lies before the bracket, so rule 3 needs no look
  } else t in Bracket.low implies {
    row' = row and Clash' = Clash
  } else {
    row' = row - (t.puts + t.deletes)->Tx + t.puts->t
    (fits[t] or (t in Bracket.high and MaybeByState in Kept))
      implies Clash' = Clash else Clash' = Clash + t
  }
  Happened' = Happened
  bracketStays and sourceStays
}

/** Each row is there just where the transaction found one when it was written. */
pred fits [t : Tx] {
  all k : t.puts + t.deletes | some k.row iff some k.(rowsOf[t.prevs])
}

-- ---------------------------------------------------------------- what stays

pred sourceStays { Committed' = Committed and Visible' = Visible }
pred bracketStays { low' = low and high' = high and seen' = seen }
pred copyStays { bracketStays and Happened' = Happened }
pred streamStays { row' = row and Passed' = Passed and Clash' = Clash }

fact traces {
  init
  always {
    (some t : Tx | commit[t] or appear[t] or pass[t])
    or readLow or openSnapshot or readHigh or copy or settle
    or (sourceStays and copyStays and streamStays)
  }
}

-- ---------------------------------------------------------------- what is promised

/** What counts is what the source was at the stream's position. */
pred settledIsRight { Settled in Happened implies row = rowsOf[Passed] }

/** Nothing is applied to a row that it does not fit, but by state. */
pred nothingClashes { no Clash }

/** So both sides are equal when the copy is done and the stream has passed everything. */
pred equalOnceCaughtUp { (Copied in Happened and Passed = Committed) implies row = rowsOf[Committed] }

pred safe { settledIsRight and nothingClashes and equalOnceCaughtUp }

check AllRules { Kept = Rule implies always safe } for 2 but 3 Tx, 13..13 steps expect 0

-- Without a rule, what breaks?
pred without [r : Rule] { Kept = Rule - r }

check WithoutLowIsVisible { without[LowIsVisible] implies always equalOnceCaughtUp } for 1 but 1 Tx, 8 steps expect 1
check WithoutHighAfterSnapshot { without[HighAfterSnapshot] implies always nothingClashes } for 1 but 1 Tx, 9 steps expect 1
check WithoutMaybeByState { without[MaybeByState] implies always nothingClashes } for 1 but 1 Tx, 9 steps expect 1
check WithoutSettledFromHigh { without[SettledFromHigh] implies always settledIsRight } for 1 but 2 Tx, 10 steps expect 1

-- What can happen, with all rules

/** A row is copied as it was, goes back while the bracket is passed, and is right at its end. */
run GoesBackAndComesRight {
  Kept = Rule
  some disj a, b : Tx, k : Key |
    eventually (Copied in Happened and k.row = b and eventually (k.row = a and eventually (k.row = b and Settled in Happened)))
} for 2 but 1 Key, 12 steps expect 1

/** A row that was deleted within the bracket comes back for a moment. */
run DeletedComesBackForAMoment {
  Kept = Rule
  some k : Key |
    eventually (Copied in Happened and no k.row and eventually (some k.row and eventually (no k.row and Settled in Happened)))
} for 3 but 1 Key, 14 steps expect 1
