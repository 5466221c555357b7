/*
 * Dual writes: the application writes one side and mirrors to the other (docs/dual-writes.md).
 *
 * One item under one route: the source is written first. Rows of other items change nothing here,
 * and what a switch asks of the ledger is in switch.als. Processes die at any moment; what they
 * have sent may still be committed after that, or not.
 */
module dual

open util/ordering[Write] as version -- the version that a write is given

/** What the design demands. A command says which of them are kept. */
enum Rule {
  VersionInTheAct,  -- a write's version is issued with it, greater than what was there
  NotedWithWrite,   -- OUTBOX: the note is in the write's own transaction
  NotedBeforeWrite, -- DURABLE_INTENT: the note is on the disk before the write is sent
  ReadAgain,        -- a mirror brings what it reads, never what was written
  PutOnlyNewer,     -- comparing and writing in one act
  TombstoneStays,   -- a deletion leaves its version behind
  SettleWhatWasRead,-- what was written after the mirror's reading stays noted
  DoubtIsKept       -- so does what may still be committed
}
sig Kept in Rule {}

enum Guarantee { Outbox, DurableIntent, BestEffort }
one sig Chosen in Guarantee {}

/** Writes of the one item, each by its version. */
sig Write {}
sig Deletion in Write {}
var sig Sent in Write {}
var sig Ended in Sent {} -- committed or given up: nothing is in doubt any more
var sig Noted in Write {} -- the ledger: where it is, the guarantee says

/** What each side has, by the version beside it. */
one sig Sides { var source, target : lone Write }

/** Processes of the application. */
sig Process {
  var sends  : lone Write, -- it waits for the answer
  var reads  : lone Write, -- what its mirror brings
  var covers : set Write   -- the notes that its mirror settles
}
var sig Mirroring in Process {}
var sig Brought in Mirroring {}

pred init {
  no Sent and no Ended and no Noted and no source and no target
  no sends and no reads and no covers and no Mirroring and no Brought
}

-- ---------------------------------------------------------------- the first write

pred send [p : Process, w : Write] {
  no p.sends and w not in Sent
  Sent' = Sent + w
  sends' = sends + p->w
  Noted' = Noted + (Chosen = DurableIntent and NotedBeforeWrite in Kept implies w else none)
  Ended' = Ended
  sidesStay and mirrorsStay
}

/** The database commits it, whether or not anybody still waits for that. */
pred commit [w : Write] {
  w in Sent - Ended
  VersionInTheAct in Kept implies w in version/nexts[Sides.source] or no Sides.source
  Ended' = Ended + w
  source' = Sides->(w - gone)
  target' = target
  Noted' = Noted + (Chosen = Outbox and NotedWithWrite in Kept implies w else none)
  Sent' = Sent and sends' = sends
  mirrorsStay
}

/** It is rolled back. */
pred giveUp [w : Write] {
  w in Sent - Ended
  Ended' = Ended + w
  Sent' = Sent and sends' = sends and Noted' = Noted
  sidesStay and mirrorsStay
}

/** The answer arrives. Who has not noted it before does so now. */
pred told [p : Process] {
  some p.sends and p.sends in Ended
  sends' = sends - p->Write
  Noted' = Noted + (notedOnlyNow implies p.sends else none)
  Sent' = Sent and Ended' = Ended
  sidesStay and mirrorsStay
}

pred notedOnlyNow {
  Chosen = Outbox implies NotedWithWrite not in Kept
  Chosen = DurableIntent implies NotedBeforeWrite not in Kept
}

pred die [p : Process] {
  sends' = sends - p->Write
  forget[p]
  Noted' = (Chosen = BestEffort implies none else Noted)
  Sent' = Sent and Ended' = Ended
  sidesStay
}

-- ---------------------------------------------------------------- the mirror

pred read [p : Process] {
  p not in Mirroring and some Noted
  Mirroring' = Mirroring + p and Brought' = Brought
  (reads' = reads + p->Sides.source)
    or (ReadAgain not in Kept and some w : Noted & Ended | reads' = reads + p->w)
  covers' = covers + p->(Noted & (DoubtIsKept in Kept implies Ended else Write))
  writesStay and sidesStay
}

pred put [p : Process] {
  p in Mirroring - Brought
  Brought' = Brought + p and Mirroring' = Mirroring
  let r = p.reads |
    (some r and (PutOnlyNewer in Kept implies r in version/nexts[Sides.target] or no Sides.target))
      implies target' = Sides->(r - gone) else target' = target
  source' = source and reads' = reads and covers' = covers
  writesStay
}

pred settle [p : Process] {
  p in Brought
  Noted' = Noted - (SettleWhatWasRead in Kept implies p.covers else Ended)
  forget[p]
  Sent' = Sent and Ended' = Ended and sends' = sends
  sidesStay
}

pred forget [p : Process] {
  reads' = reads - p->Write and covers' = covers - p->Write
  Mirroring' = Mirroring - p and Brought' = Brought - p
}

/** What leaves no version behind. */
fun gone : set Write { TombstoneStays in Kept implies none else Deletion }

-- ---------------------------------------------------------------- what stays

pred sidesStay { source' = source and target' = target }
pred writesStay { Sent' = Sent and Ended' = Ended and sends' = sends and Noted' = Noted }
pred mirrorsStay {
  reads' = reads and covers' = covers and Mirroring' = Mirroring and Brought' = Brought
}

fact traces {
  init
  always {
    (some w : Write | commit[w] or giveUp[w])
    or (some p : Process | told[p] or die[p] or read[p] or put[p] or settle[p])
    or (some p : Process, w : Write | send[p, w])
    or (sidesStay and writesStay and mirrorsStay)
  }
}

-- ---------------------------------------------------------------- what is promised

/** When nothing is noted, in doubt or under way, both sides have the same. */
pred emptyLedgerIsEqual {
  (Chosen != BestEffort and no Noted and no sends and no Mirroring and Sent = Ended)
    implies Sides.source - Deletion = Sides.target - Deletion
}

check AllRules { Kept = Rule implies always emptyLedgerIsEqual } for 2 but 12..12 steps expect 0

-- Without a rule, what breaks?
pred without [r : Rule] { Kept = Rule - r }

check WithoutVersionInTheAct { without[VersionInTheAct] implies always emptyLedgerIsEqual } for 2 but 12 steps expect 1
check WithoutNotedWithWrite { without[NotedWithWrite] implies always emptyLedgerIsEqual } for 1 but 6 steps expect 1
check WithoutNotedBeforeWrite { without[NotedBeforeWrite] implies always emptyLedgerIsEqual } for 1 but 6 steps expect 1
check WithoutReadAgain { without[ReadAgain] implies always emptyLedgerIsEqual } for 1 but 2 Write, 14 steps expect 1
check WithoutPutOnlyNewer { without[PutOnlyNewer] implies always emptyLedgerIsEqual } for 2 but 12 steps expect 1
check WithoutTombstoneStays { without[TombstoneStays] implies always emptyLedgerIsEqual } for 2 but 12 steps expect 1
check WithoutSettleWhatWasRead { without[SettleWhatWasRead] implies always emptyLedgerIsEqual } for 1 but 2 Write, 12 steps expect 1
check WithoutDoubtIsKept { without[DoubtIsKept] implies always emptyLedgerIsEqual } for 1 but 10 steps expect 1

-- What can happen, with all rules

/** A process dies between the two writes, its write is committed after that, another one mirrors it. */
run DiesBetweenTheWrites {
  Kept = Rule
  Chosen = DurableIntent
  some disj p, q : Process, w : Write |
    eventually (w in p.sends and w not in Ended and eventually (no p.sends and w not in Ended and eventually (q in Brought and Sides.target = w)))
} for 2 but 1 Write, 9 steps expect 1

/** With BEST_EFFORT alone, what was under way is lost: only a comparison finds it. */
run BestEffortForgets {
  Kept = Rule
  Chosen = BestEffort
  eventually (no Noted and no sends and no Mirroring and Sent = Ended and Sides.source != Sides.target)
} for 1 but 6 steps expect 1
