/*
 * Routes, epochs, hold and drain (docs/routes.md): what makes a switch smooth.
 *
 * No write depends on this for its safety: switch.als does without. What is promised here is that
 * a transaction of a living router is never refused because of a switch. It waits, and then runs
 * where it is accepted.
 */
module routes

open util/ordering[Epoch] as epochs

/** What the design demands. A command says which of them are kept. */
enum Rule {
  HoldThenFence, DrainThenFence, -- steps 2 to 4 of docs/steps/cutover.md
  LiftThenPublish,               -- steps 9 and 10
  NewerEpoch,                    -- whatever is published, the old route after ABORT too
  NeverBack, FollowThenConfirm,  -- what a router does with an epoch
  NeverReleaseOneself            -- what a router does with a hold
}
sig Kept in Rule {}

abstract sig Side {}
one sig Source, Target extends Side {}
var sig Fenced in Side {}

/** A route, known by its epoch. */
sig Epoch { writes : Side }
sig Held in Epoch {}
var sig Published in Epoch {}
var one sig Current in Epoch {} -- what was published last

sig Router {
  var route     : Epoch, -- what it follows
  var confirmed : Epoch  -- what it has told the control plane
}
var sig Silent in Router {} -- was not heard of for longer than its lease: paused, or cut off

/** Transactions of routers. */
sig Tx { by : Router, var under : lone Epoch }
var sig Ended in Tx {}
var sig Refused in Ended {} -- by the fence

fun inFlight : set Tx { under.Epoch - Ended }

pred init {
  Fenced = Target
  Current = epochs/first and Published = Current
  Current.writes = Source and Current not in Held
  route = Router->Current and confirmed = route
  no Silent and no under and no Ended and no Refused
}

-- ---------------------------------------------------------------- the control plane

/** A hold changes nothing else; a release says where transactions go from now on. */
pred publish [e : Epoch] {
  NewerEpoch in Kept implies e in epochs/nexts[Current]
  e in Held implies (Current not in Held and e.writes = Current.writes)
  e not in Held implies {
    Current in Held
    LiftThenPublish in Kept implies e.writes not in Fenced
  }
  Current' = e
  Published' = Published + e
  Fenced' = Fenced
  routersStay and transactionsStay
}

/** Every living router follows the current route, and has nothing in flight that began before. */
pred drained {
  all r : Router - Silent | r.confirmed = Current and (inFlight & by.r).under in Current
}

pred raise {
  some Side - Fenced
  HoldThenFence in Kept implies Current in Held
  DrainThenFence in Kept implies drained
  Fenced' = Side
  boardStays and routersStay and transactionsStay
}

/** FLIP lifts the one, ABORT the other. */
pred lift [s : Side] {
  Fenced = Side
  Fenced' = Fenced - s
  boardStays and routersStay and transactionsStay
}

-- ---------------------------------------------------------------- the routers

/** A route arrives; it may be late. */
pred follow [r : Router, e : Epoch] {
  e in Published - r.route
  NeverBack in Kept implies e in epochs/nexts[r.route]
  route' = route ++ r->e
  confirmed' = confirmed and Silent' = Silent
  Fenced' = Fenced and boardStays and transactionsStay
}

pred confirm [r : Router, e : Epoch] {
  e in Published
  FollowThenConfirm in Kept implies e = r.route
  confirmed' = confirmed ++ r->e
  route' = route and Silent' = Silent
  Fenced' = Fenced and boardStays and transactionsStay
}

pred fallSilent [r : Router] {
  Silent' = Silent + r
  route' = route and confirmed' = confirmed
  Fenced' = Fenced and boardStays and transactionsStay
}

/** Begins on the side that the route says now, and stays there. */
pred begin [t : Tx] {
  no t.under
  NeverReleaseOneself in Kept implies t.by.route not in Held
  under' = under + t->t.by.route
  Ended' = Ended and Refused' = Refused
  Fenced' = Fenced and boardStays and routersStay
}

/** Writes, and commits if the database lets it. */
pred end [t : Tx] {
  t in inFlight
  Ended' = Ended + t
  Refused' = Refused + (t.under.writes in Fenced => t else none)
  under' = under
  Fenced' = Fenced and boardStays and routersStay
}

-- ---------------------------------------------------------------- what stays

pred boardStays { Current' = Current and Published' = Published }
pred routersStay { route' = route and confirmed' = confirmed and Silent' = Silent }
pred transactionsStay { under' = under and Ended' = Ended and Refused' = Refused }

fact traces {
  init
  always {
    raise or (some s : Side | lift[s]) or (some e : Epoch | publish[e])
    or (some r : Router | fallSilent[r] or some e : Epoch | follow[r, e] or confirm[r, e])
    or (some t : Tx | begin[t] or end[t])
    or (Fenced' = Fenced and boardStays and routersStay and transactionsStay)
  }
}

-- ---------------------------------------------------------------- what is promised

pred nobodyAliveIsRefused { Refused.by in Silent }

/** Who has not got the current route will still accept it when it arrives. */
pred nobodyIsLeftBehind { all r : Router | Current in r.route + epochs/nexts[r.route] }

pred safe { nobodyAliveIsRefused and nobodyIsLeftBehind }

check AllRules { Kept = Rule implies always safe } for 3 but 2 Router, 2 Tx, 10..10 steps expect 0

-- Without a rule, what breaks?
pred without [r : Rule] { Kept = Rule - r }

check WithoutHoldThenFence { without[HoldThenFence] implies always nobodyAliveIsRefused } for 3 but 1 Router, 1 Tx, 10 steps expect 1
check WithoutDrainThenFence { without[DrainThenFence] implies always nobodyAliveIsRefused } for 3 but 1 Router, 1 Tx, 10 steps expect 1
check WithoutLiftThenPublish { without[LiftThenPublish] implies always nobodyAliveIsRefused } for 3 but 1 Router, 1 Tx, 10 steps expect 1
check WithoutNewerEpoch { without[NewerEpoch] implies always nobodyIsLeftBehind } for 3 but 1 Router, 1 Tx, 10 steps expect 1
check WithoutNeverBack { without[NeverBack] implies always nobodyAliveIsRefused } for 3 but 1 Router, 1 Tx, 12 steps expect 1
check WithoutFollowThenConfirm { without[FollowThenConfirm] implies always nobodyAliveIsRefused } for 3 but 1 Router, 1 Tx, 10 steps expect 1
check WithoutNeverReleaseOneself { without[NeverReleaseOneself] implies always nobodyAliveIsRefused } for 3 but 1 Router, 1 Tx, 10 steps expect 1

-- What can happen, with all rules

/** One transaction before the hold, one after it: each runs where it is accepted. */
run Switch {
  Kept = Rule
  some disj s, t : Tx |
    eventually (no Refused and s + t in Ended and s.under.writes = Source and t.under.writes = Target)
} for 3 but 1 Router, 2 Tx, 14..14 steps expect 1

/** A router that was paused for longer than its lease: switch.als shows that it does no harm. */
run StaleRouterMeetsTheFence {
  Kept = Rule
  eventually some Refused
} for 3 but 1 Router, 1 Tx, 10 steps expect 1
