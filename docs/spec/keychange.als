/*
 * A change of a key concerns two chunks, and they may be of different ages (rule 7 of
 * docs/stitch.md).
 *
 * The log leaves out large values that did not change. So a row is known here by the transaction
 * that inserted it, which alone has its large value in the log. Who moves that row finds the value in
 * the row's old place on the target, or has to read the row again from the source.
 *
 * Every key is a chunk of its own, and a chunk is copied in one step: stitch.als has what lies
 * between.
 */
module keychange

open util/ordering[Tx] as log

/** What the design demands. A command says which of them are kept. */
enum Rule {
  LeaveNothingBehind, -- a row that goes where the copy will bring it leaves its old place
  ReadAgain,          -- a row that comes from where the copy has not been is read from the source
  TakeNothingAhead,   -- a row that moves on takes no values from a row that was read too new
  RememberNothing     -- after a restart any row may be one that was read too new
}
sig Kept in Rule {}

sig Key {
  var target   : lone Tx, -- the row that stands there
  var boundary : set Tx,  -- what the snapshot of its copy has seen
  var ahead    : set Tx   -- the log, when the row was read again: it may come from any of these
}
var sig Done in Key {}

/** Insert: no `from`. Delete: no `to`. Else a key change. */
sig Tx {
  from, to : lone Key,
  table    : Key -> lone Tx -- the source's rows when it has committed
}
fact history {
  all t : Tx | some t.from + t.to and no t.from & t.to
  all t : Tx | let was = t.prev.table {
    some t.from implies some t.from.was
    no t.to.was
    t.table = was - t.from->Tx + t.to->(some t.from => t.from.was else t)
  }
}

var sig Passed, Committed in Tx {}
fun source : Key -> Tx { log/max[Committed].table }

/** The table was empty when the log began; some of it may be copied already. */
pred init { no target and no boundary and no ahead and no Passed }

pred copy [k : Key] {
  k not in Done
  Done' = Done + k
  target' = target + k <: source
  boundary' = boundary + k->Committed
  ahead' = ahead and Passed' = Passed
}

/** The stream passes the next transaction. */
pred pass [t : Tx] {
  t in Committed - Passed and t.prevs in Passed
  Passed' = Passed + t
  let here = { k : Done | t not in k.boundary }, -- where the change is applied
      old = t.from & here,
      new = t.to & here,
      tooNew = { k : Key | some k.ahead - Passed },
      leaves = ((LeaveNothingBehind in Kept or some new) => old else none),
      row = (no t.from => t else (TakeNothingAhead in Kept => old - tooNew else old).target),
      again = (no row and ReadAgain in Kept => new else none) {
    target' = target - (leaves + new)->Tx + (new - again)->row + again <: source
    ahead' = ahead ++ again->Committed
  }
  boundary' = boundary and Done' = Done
}

/** The process starts anew. What it had in mind is gone; what was read too new is not. */
pred restart {
  ahead' = (RememberNothing in Kept => Key->Committed else none->none)
  target' = target and boundary' = boundary and Done' = Done and Passed' = Passed
}

pred nothing {
  ahead' = ahead and target' = target and boundary' = boundary and Done' = Done and Passed' = Passed
}

fact traces {
  init
  always {
    restart or nothing or (some t : Tx | pass[t]) or (some k : Key | copy[k])
    Committed in Committed' and Committed.prevs in Committed -- beside all of it the source goes on
  }
}

-- ---------------------------------------------------------------- what is promised

pred equalOnceCaughtUp { (Done = Key and Passed = Committed) implies source = target }

check AllRules { Kept = Rule implies always equalOnceCaughtUp } for 3 but 4 Tx, 7..7 steps expect 0

-- Without a rule, what breaks?
pred without [r : Rule] { Kept = Rule - r }

check WithoutLeaveNothingBehind { without[LeaveNothingBehind] implies always equalOnceCaughtUp } for 2 but 8 steps expect 1
check WithoutReadAgain { without[ReadAgain] implies always equalOnceCaughtUp } for 2 but 8 steps expect 1
check WithoutTakeNothingAhead { without[TakeNothingAhead] implies always equalOnceCaughtUp } for 3 but 4 Tx, 8 steps expect 1
check WithoutRememberNothing { without[RememberNothing] implies always equalOnceCaughtUp } for 3 but 4 Tx, 8 steps expect 1

-- What can happen, with all rules

/** A row that was read too new moves on, and is read again there. */
run ReadTwice {
  Kept = Rule
  some t : Tx | eventually (some t.from.ahead - Passed and t not in Passed and after (t in Passed and some t.to.target))
  eventually (Done = Key and Passed = Tx and some source)
} for 3 but 4 Tx, 8..8 steps expect 1
