/*
 * The switch: cutover, and rollback as the same thing the other way (docs/steps/cutover.md).
 *
 * Routes are not in this model at all: a client writes to either side whenever it likes, as a stale
 * router or a program without one does. What is promised here is promised by the fence, the order
 * of the steps and the one row that decides. (routes.als has what routes are good for.)
 */
module switch

open util/ordering[Switch] as count -- the first switch is a cutover
open util/ordering[Process] as age  -- a process that takes the lease over has a higher number

/** What the design demands. A command says which of them are kept. */
enum Rule {
  Fences, OtherSideFenced, Marks,        -- docs/fence.md; the mark of docs/adr/0004
  NoWriterRemains, FenceThenPosition,    -- steps 4 and 5 of docs/steps/cutover.md
  AppliedBeforeFlip, FlipNeedsProof,     -- steps 6 and 8
  DecideOnce, MoveOnlyDecided,           -- step 8
  OnlyTheStarterFlips, AloneOnlyUnsent,  -- a crash at each point; docs/adr/0009
  SwapThenLift,                          -- step 9
  OnlyTheLease, EndWhatIsOpen            -- takeover
}
sig Kept in Rule {}

/** Transactions of clients. */
sig Write {}

abstract sig Side {
  var writing      : set Write, -- clients have written here and not yet committed
  var acknowledged : set Write, -- clients have committed here
  var rows         : set Write, -- what is in the tables: `acknowledged` and what the stream brought
  var passed       : set Write  -- how far the stream has come that reads this side's log
}
one sig Source, Target extends Side {}

var sig Fenced in Side {} -- refuses clients
var sig Twice in Write {} -- was written on a side that had it already

fun other : Side -> Side { Source->Target + Target->Source }

/** The store: what is on disk whoever dies. */
sig Switch { from : Side }
fun to : Switch -> Side { from.other }
var sig Started, Finished, Flipped, Aborted in Switch {}

/** Who is written, as the store tells it. */
fun written : Side { some Flipped => count/max[Flipped].to else Source }
fun open_ : set Switch { Started - Finished }

/** A process of ours, and what it knows by heart. A paused one still knows it when it wakes up. */
sig Process {
  var applies : lone Side,   -- its stream that reads this side writes the other; the other one watches
  var its     : lone Switch, -- what it is carrying out
  var did     : set Step,    -- and how far it has come
  var seen    : set Write,   -- the last position, as it has read it
  var outcome : lone Outcome -- what the store has told it
}
abstract sig Step {}
one sig Start, Raise, Read, Send, Swap, Lift extends Step {}
abstract sig Outcome {}
one sig FLIP, ABORT extends Outcome {}

var sig Leased in Process {} -- have taken the lease, one after the other
fun holder : Process { age/max[Leased] }

/** At rest: before the first switch, or after it, however it ended. */
pred init {
  no writing and no acknowledged and no rows and no passed and no Twice
  no did and no seen and no outcome and no its
  Started in count/first and Started.from in Source
  Finished = Started and Flipped + Aborted = Started and no Flipped & Aborted
  applies = age/first->written
  Fenced = (OtherSideFenced in Kept => written.other else none)
  Leased = age/first
}

-- ---------------------------------------------------------------- clients, routed or not

/** The first statement that writes. */
pred write [w : Write, s : Side] {
  w not in Side.writing + Side.rows
  Fences in Kept implies s not in Fenced
  writing' = writing + s->w
  acknowledged' = acknowledged and rows' = rows
  streamsStay and fencesStay and storeStays and processesStay
}

pred commit [w : Write, s : Side] {
  w in s.writing
  writing' = writing - s->w
  acknowledged' = acknowledged + s->w
  rows' = rows + s->w
  streamsStay and fencesStay and storeStays and processesStay
}

-- ---------------------------------------------------------------- the two streams

/** The stream of p that reads s passes w: it applies it, or only watches. */
pred pass [p : Process, s : Side, w : Write] {
  may[p] and some p.applies
  w in s.rows - s.passed
  passed' = passed + s->w
  let foreign = (Marks in Kept => w & s.acknowledged else w),
      applied = (s in p.applies => foreign else none) {
    rows' = rows + s.other->applied
    Twice' = Twice + (applied & s.other.rows)
  }
  writing' = writing and acknowledged' = acknowledged
  fencesStay and storeStays and processesStay
}

-- ---------------------------------------------------------------- the process that switches

pred may [p : Process] { OnlyTheLease in Kept implies p = holder }

/** Steps 1 and 2. */
pred start [p : Process, s : Switch] {
  p in Leased and may[p] and no p.its
  s not in Started and count/prevs[s] in Started and s.from = written
  EndWhatIsOpen in Kept implies no open_
  Started' = Started + s
  its' = its + p->s and did' = did + p->Start
  Finished' = Finished and Flipped' = Flipped and Aborted' = Aborted
  seen' = seen and outcome' = outcome and applies' = applies and Leased' = Leased
  clientsStay and streamsStay and fencesStay
}

/** Step 4: locks all tables, so it waits until every transaction that has written has ended. */
pred raise [p : Process] {
  may[p] and some p.its and no p.outcome
  NoWriterRemains in Kept implies no p.its.from.writing
  Fenced' = Fenced + p.its.from
  does[p, Raise]
  seen' = seen and outcome' = outcome
  clientsStay and streamsStay and storeStays
}

/** Step 5. */
pred read [p : Process] {
  some p.its and no p.outcome and Read not in p.did
  FenceThenPosition in Kept implies Raise in p.did
  seen' = seen + p->p.its.from.rows
  does[p, Read]
  outcome' = outcome
  clientsStay and streamsStay and fencesStay and storeStays
}

pred mayFlip [p : Process] {
  OnlyTheStarterFlips in Kept implies Start in p.did
  FlipNeedsProof in Kept implies Raise + Read in p.did
  AppliedBeforeFlip in Kept implies p.seen in p.its.from.passed
}

fun row [s : Switch] : Outcome { (s in Flipped => FLIP else none) + (s in Aborted => ABORT else none) }

/** Step 8: whoever writes the row first has decided; who comes later is told what it says. */
pred decide [p : Process, wanted : Outcome] {
  some p.its and no p.outcome
  wanted = FLIP implies mayFlip[p]
  let result = (some row[p.its] and DecideOnce in Kept => row[p.its] else wanted) {
    outcome' = outcome + p->result
    writes[p.its, result]
  }
  did' = did
}

/** FLIP goes out to a store that does not answer. */
pred send [p : Process] {
  some p.its and no p.outcome and mayFlip[p]
  does[p, Send]
  seen' = seen and outcome' = outcome
  clientsStay and streamsStay and fencesStay and storeStays
}

/** It has arrived, sooner or later, or never. */
pred arrive [p : Process] {
  Send in p.did
  DecideOnce in Kept implies no row[p.its]
  writes[p.its, FLIP]
  did' = did and outcome' = outcome
}

pred writes [s : Switch, o : Outcome] {
  Flipped' = Flipped + (o = FLIP => s else none)
  Aborted' = Aborted + (o = ABORT => s else none)
  Started' = Started and Finished' = Finished
  its' = its and seen' = seen and applies' = applies and Leased' = Leased
  clientsStay and streamsStay and fencesStay
}

/** The store is away, and what is fenced does not wait for it: ABORT without the row. */
pred abortAlone [p : Process] {
  some p.its and no p.outcome
  AloneOnlyUnsent in Kept implies Start in p.did and Send not in p.did
  outcome' = outcome + p->ABORT
  its' = its and did' = did and seen' = seen and applies' = applies and Leased' = Leased
  clientsStay and streamsStay and fencesStay and storeStays
}

/** Step 9, first half: the streams change roles. */
pred swap [p : Process] {
  may[p] and some p.its
  p.outcome = FLIP or (MoveOnlyDecided not in Kept and no p.outcome)
  applies' = applies ++ p->p.its.to
  did' = did + p->Swap
  its' = its and seen' = seen and outcome' = outcome and Leased' = Leased
  clientsStay and streamsStay and fencesStay and storeStays
}

/** Step 9, second half; after ABORT the only thing that is to be done. */
pred lift [p : Process] {
  may[p] and some p.its
  MoveOnlyDecided in Kept implies some p.outcome
  p.outcome != ABORT and SwapThenLift in Kept implies Swap in p.did
  Fenced' = Fenced - (p.outcome = ABORT => p.its.from else p.its.to)
  does[p, Lift]
  seen' = seen and outcome' = outcome
  clientsStay and streamsStay and storeStays
}

/** Steps 10 and 11. */
pred finish [p : Process] {
  may[p] and some p.outcome and Lift in p.did
  p.outcome = FLIP implies Swap in p.did
  Finished' = Finished + p.its
  did' = did - p->Step and seen' = seen - p->Write
  outcome' = outcome - p->Outcome and its' = its - p->Switch
  Started' = Started and Flipped' = Flipped and Aborted' = Aborted
  applies' = applies and Leased' = Leased
  clientsStay and streamsStay and fencesStay
}

/** Another process takes the lease, because the one before is dead or seems so. It knows the store. */
pred takeOver [p : Process] {
  p not in Leased and age/prevs[p] in Leased
  Leased' = Leased + p
  its' = its + p->(EndWhatIsOpen in Kept => open_ else none)
  applies' = applies + p->written
  did' = did and seen' = seen and outcome' = outcome
  clientsStay and streamsStay and fencesStay and storeStays
}

pred does [p : Process, s : Step] {
  did' = did + p->s
  its' = its and applies' = applies and Leased' = Leased
}

-- ---------------------------------------------------------------- what stays

pred clientsStay { writing' = writing and acknowledged' = acknowledged and rows' = rows }
pred streamsStay { passed' = passed and Twice' = Twice }
pred fencesStay { Fenced' = Fenced }
pred storeStays { Started' = Started and Finished' = Finished and Flipped' = Flipped and Aborted' = Aborted }
pred processesStay {
  applies' = applies and its' = its and did' = did and seen' = seen and outcome' = outcome
  Leased' = Leased
}

fact traces {
  init
  always {
    (some w : Write, s : Side | write[w, s] or commit[w, s] or some p : Process | pass[p, s, w])
    or (some p : Process | raise[p] or read[p] or swap[p] or lift[p] or finish[p] or takeOver[p])
    or (some p : Process | send[p] or arrive[p] or abortAlone[p])
    or (some p : Process, s : Switch | start[p, s])
    or (some p : Process, o : Outcome | decide[p, o])
    or (clientsStay and streamsStay and fencesStay and storeStays and processesStay)
  }
}

-- ---------------------------------------------------------------- what is promised

/** What a stream has passed is on the other side. */
pred nothingLost { all s : Side | s.acknowledged & s.passed in s.other.rows }
pred nothingTwice { no Twice }
pred equalOnceCaughtUp { rows = passed implies Source.rows = Target.rows }

/** Clients are accepted only on the side that the store says, so on one side only. */
pred acceptedWhereWritten { all s : Side - written | s.acknowledged' = s.acknowledged }
pred neverBothOpen { some Fenced }

/** When no switch is open, everything is as the last decision says; after ABORT, as before. */
pred tidy { no open_ implies (Fenced = written.other and holder.applies = written) }

/** Nobody goes back on the source, or lets routers do so, where the row says FLIP. */
pred oneOutcome { all p : outcome.ABORT | p.its not in Flipped }

pred safe {
  nothingLost and nothingTwice and equalOnceCaughtUp and acceptedWhereWritten and neverBothOpen and tidy and oneOutcome
}

check AllRules { Kept = Rule implies always safe } for 2 but 1 Write, 12..12 steps expect 0
check AllRulesTwoWriters { Kept = Rule implies always safe } for 2 but 1 Process, 1 Switch, 11..11 steps expect 0
check AllRulesThereAndBack { Kept = Rule implies always safe } for 2 but 1 Process, 1 Write, 14..14 steps expect 0

-- Without a rule, what breaks?
pred without [r : Rule] { Kept = Rule - r }

check WithoutFences { without[Fences] implies always nothingLost } for 1 but 9 steps expect 1
check WithoutOtherSideFenced { without[OtherSideFenced] implies always nothingLost } for 1 but 9 steps expect 1
check WithoutMarks { without[Marks] implies always nothingTwice } for 1 but 10 steps expect 1
check WithoutNoWriterRemains { without[NoWriterRemains] implies always nothingLost } for 1 but 9 steps expect 1
check WithoutFenceThenPosition { without[FenceThenPosition] implies always nothingLost } for 1 but 9 steps expect 1
check WithoutAppliedBeforeFlip { without[AppliedBeforeFlip] implies always nothingLost } for 1 but 9 steps expect 1
check WithoutFlipNeedsProof { without[FlipNeedsProof] implies always nothingLost } for 1 but 9 steps expect 1
check WithoutDecideOnce { without[DecideOnce] implies always acceptedWhereWritten } for 2 but 1 Write, 1 Switch, 10 steps expect 1
check WithoutMoveOnlyDecided { without[MoveOnlyDecided] implies always neverBothOpen } for 1 but 9 steps expect 1
check WithoutOnlyTheStarterFlips { without[OnlyTheStarterFlips] implies always oneOutcome } for 2 but 1 Write, 1 Switch, 10 steps expect 1
check WithoutAloneOnlyUnsent { without[AloneOnlyUnsent] implies always acceptedWhereWritten } for 1 but 10 steps expect 1
check WithoutSwapThenLift { without[SwapThenLift] implies always nothingLost } for 1 but 9 steps expect 1
check WithoutOnlyTheLease { without[OnlyTheLease] implies always nothingLost } for 2 but 1 Write, 1 Switch, 11 steps expect 1
check WithoutEndWhatIsOpen { without[EndWhatIsOpen] implies always nothingLost } for 2 but 1 Write, 12..12 steps expect 1

-- What can happen, with all rules

pred acknowledgedOn [s : Side, w : Write] { w not in s.acknowledged and w in s.acknowledged' }

/** A client writes while a cutover is under way, another one after it, and everything arrives. */
run Cutover {
  Kept = Rule and no Started
  some disj v, w : Write {
    eventually (some open_ and acknowledgedOn[Source, v])
    eventually (no open_ and acknowledgedOn[Target, w])
    eventually (Write in Source.rows & Target.rows)
  }
} for 2 but 1 Process, 1 Switch, 15..15 steps expect 1

/** There and back, with a write on each side that reaches the other one. */
run CutoverAndRollback {
  Kept = Rule and no Started
  some disj v, w : Write {
    eventually acknowledgedOn[Target, v]
    eventually (Finished = Switch and acknowledgedOn[Source, w])
    eventually (Finished = Switch and Write in Source.rows & Target.rows)
  }
} for 2 but 1 Process, 22..22 steps expect 1

/** A client begins in time and commits under the raised fence: never. */
run WritesThroughTheFence {
  Kept = Rule
  eventually some s : Fenced, w : Write | acknowledgedOn[s, w]
} for 2 but 12..12 steps expect 0

/** A process dies after FLIP and before anything has moved; the next one brings it to its end. */
run TakeoverEndsInFlip {
  Kept = Rule and no Started
  eventually (Flipped = Switch and holder = age/first and Fenced = Side)
  eventually (Finished = Switch and holder = age/last)
} for 2 but 1 Switch, 0 Write, 12..12 steps expect 1

/** One that only sleeps decides FLIP after its successor has begun: the successor has to follow. */
run SleeperDecides {
  Kept = Rule and no Started
  eventually (no Flipped and holder = age/last and after (some Flipped and some age/first.outcome))
  eventually (Finished = Switch and Flipped = Switch)
} for 2 but 1 Switch, 0 Write, 12..12 steps expect 1

/** ABORT, and clients go on where they were. */
run Abort {
  Kept = Rule and no Started
  eventually (some Aborted & Finished and some w : Write | acknowledgedOn[Source, w])
} for 2 but 1 Process, 1 Switch, 1 Write, 10..10 steps expect 1

/** The same while the store is away: clients go on, and a successor ends what was left open in the same way. */
run AbortAlone {
  Kept = Rule and no Started
  eventually (no Aborted and some outcome.ABORT and some w : Write | acknowledgedOn[Source, w])
  eventually (Finished = Switch and holder = age/last)
} for 2 but 1 Switch, 1 Write, 12..12 steps expect 1
