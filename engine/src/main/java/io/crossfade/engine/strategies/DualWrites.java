package io.crossfade.engine.strategies;

import io.crossfade.connector.Items;
import io.crossfade.connector.Items.Noted;
import io.crossfade.connector.Problem;
import io.crossfade.engine.Setup;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.ItemVersion;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.copy.Backfill;
import io.crossfade.transfer.follow.FollowListener;
import io.crossfade.transfer.follow.Following;
import io.crossfade.transfer.mirror.MirrorWatch;
import io.crossfade.transfer.mirror.MirroredTables;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

/// `dual-write`: the application writes both sides, through our client, and notes in the database
/// what it has written. No log of changes is needed. See docs/dual-writes.md.
public final class DualWrites implements Strategy {
  public static final String NAME = "dual-write";

  /// The fact that says since when every router writes both sides.
  public static final String BOTH_SINCE = "bothSince";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Setup setup;
  private final RouteBoard board;
  private final InstantSource clock;

  public DualWrites(Setup setup, RouteBoard board, InstantSource clock) {
    this.setup = setup;
    this.board = board;
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  /// The databases note what writers do not, from before any router is told: one that hears nothing
  /// goes on as before. Whatever is written from the moment in which the last router has confirmed
  /// it, and has ended what it began before, is noted by the routers themselves, which mirror it at
  /// once. All that is older is copied.
  @Override
  public Map<String, String> open(Direction direction) {
    widen();
    if (direction == Direction.REVERSE) {
      return Map.of();
    }
    Route now = board.current();
    if (!now.writes().mirrored()) {
      board.publish(now.mirroredFrom(Side.SOURCE));
    }
    awaitConfirmed("writes both sides");
    return Map.of(BOTH_SINCE, clock.instant().toString());
  }

  @Override
  public void widen() {
    new Admission(setup.mapping(Direction.FORWARD), items(Side.SOURCE), items(Side.TARGET))
        .admit(setup.lease());
    long first = ItemVersion.first(board.current().epoch());
    for (Side side : Side.values()) {
      items(side).open(setup.lease(), setup.tableNames(side));
      items(side).watch(setup.lease(), noted(side), first, PATIENCE);
    }
  }

  private List<Noted> noted(Side side) {
    return setup.mapping(Direction.FORWARD).tables().stream()
        .map(mapping -> {
          Table table = side == Side.SOURCE ? mapping.from() : mapping.to();
          return new Noted(table.name(), table.key(), mapping.from().name().toString());
        })
        .toList();
  }

  /// The copy leaves alone whatever was mirrored once, and nobody would bring that again.
  @Override
  public void recopied(TableMapping table) {
    items(Side.SOURCE).renewAll(setup.lease(), table.from().name().toString());
  }

  @Override
  public boolean precedesCopy() {
    return board.current().writes().mirrored();
  }

  /// Nobody notes anything any more before that what it is noted in goes.
  @Override
  public void close(Direction direction) {
    if (direction == Direction.FORWARD) {
      writeOnly(Side.SOURCE);
      forget(Side.SOURCE);
      forget(Side.TARGET);
    }
  }

  @Override
  public void end() {
    writeOnly(Side.TARGET);
    forget(Side.SOURCE);
    forget(Side.TARGET);
  }

  /// Where nothing can be noted, nothing is left: preflight has refused it.
  private void forget(Side side) {
    setup
        .database(side)
        .items()
        .ifPresent(items -> {
          items.unwatch(setup.lease());
          items.forget(setup.lease());
        });
  }

  private void writeOnly(Side side) {
    Route now = board.current();
    if (now.writes().mirrored()) {
      board.publish(now.allOn(side));
    }
    awaitConfirmed("writes only the " + side.spelled());
  }

  private void awaitConfirmed(String what) {
    try {
      board.awaitAcquainted();
      if (board.awaitDrained(board.current().epoch(), PATIENCE)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new CrossfadeException(
        ErrorCode.DEADLINE_PASSED,
        "not every router has confirmed that it %s, or transactions from before have not ended; routers: %s"
            .formatted(what, board.routers()));
  }

  @Override
  public Following following(Direction direction, FollowListener listener, ThreadFactory threads) {
    return new MirrorWatch(
        setup.lease(),
        new MirroredTables(setup.mapping(direction)),
        items(direction.from()),
        setup.workplace().timing(),
        listener,
        threads);
  }

  @Override
  public Backfill copy(Backfill plain) {
    return plain.besideMirrors();
  }

  @Override
  public Route route(Side authoritative, Route now) {
    return now.mirroredFrom(authoritative);
  }

  /// Once the target was given up, nobody writes both sides any more.
  @Override
  public List<Problem> standsStill(Direction direction) {
    return board.current().writes().mirrored()
        ? List.of()
        : List.of(
            new Problem(
                "the application writes one side only",
                "the " + direction + " stream",
                "`crossfade abort`, then begin anew"));
  }

  private Items items(Side side) {
    return setup
        .database(side)
        .items()
        .orElseThrow(() ->
            new CrossfadeException(
                ErrorCode.PREFLIGHT_FAILED,
                "the %s has no place where the application could note what it writes, so strategy dual-write cannot be used"
                    .formatted(side.spelled())));
  }
}
