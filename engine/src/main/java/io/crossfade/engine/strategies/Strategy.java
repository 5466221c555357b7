package io.crossfade.engine.strategies;

import io.crossfade.connector.Problem;
import io.crossfade.model.Direction;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.copy.Backfill;
import io.crossfade.transfer.follow.FollowListener;
import io.crossfade.transfer.follow.Following;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

/// How one side is kept equal to the other. Everything else is the same in every migration.
public interface Strategy {

  /// The manifest's word for it.
  String name();

  /// From here on nothing that is written on the read side is lost to the other one. FORWARD before
  /// the copy begins, REVERSE after it. Repeatable.
  ///
  /// @return facts worth keeping
  Map<String, String> open(Direction direction);

  /// The same for tables that have joined since. Repeatable.
  void widen();

  /// A table of the target that was made anew, and is empty, will get all rows.
  void recopied(TableMapping table);

  /// Whether rows may stand in the target before the copy has begun.
  boolean precedesCopy();

  /// Takes back what [#open] did, as long as the source is authoritative. Repeatable.
  void close(Direction direction);

  /// What is left to take back once the target has been written for good. Repeatable.
  void end();

  /// Not started yet.
  Following following(Direction direction, FollowListener listener, ThreadFactory threads);

  /// The copy beside it.
  Backfill copy(Backfill plain);

  /// The route under which that side is authoritative, and the other one follows.
  Route route(Side authoritative, Route now);

  /// Why nothing brings over what is written in this direction, though nobody has stopped; empty
  /// where something does.
  List<Problem> standsStill(Direction direction);
}
