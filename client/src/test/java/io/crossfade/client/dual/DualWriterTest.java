package io.crossfade.client.dual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.LedgerCount;
import io.crossfade.model.LedgerEntry;
import io.crossfade.model.Side;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DualWriterTest {
  private static final Item NOTE = new Item("note", "1");

  private final Routes routes = new Routes();
  private final MemoryStore source = new MemoryStore();
  private final MemoryStore target = new MemoryStore();

  /** Mirrors that have not begun. */
  private final Queue<Runnable> begun = new ConcurrentLinkedQueue<>();

  /** Time goes on when a test says so. */
  private long nanos;

  private final List<DualWriter> writers = new ArrayList<>();

  @AfterEach
  void close() {
    writers.forEach(DualWriter::close);
    routes.close();
  }

  private DualWriterBuilder builder() {
    return DualWriter.with(routes.router)
        .store("note", source, target)
        .bestEffort()
        .mirrorsOn(Runnable::run)
        .drainEvery(null)
        .given(() -> nanos, () -> 0.5);
  }

  private DualWriter started(DualWriterBuilder builder) {
    DualWriter writer = builder.start();
    writers.add(writer);
    return writer;
  }

  private void write(DualWriter writer, String key, String value) {
    writer.write(
        new Item("note", key),
        side -> {
          store(side).write(key, value);
          return value;
        });
  }

  private MemoryStore store(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  private void later(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void underARouteThatIsNotMirroredOneSideIsWrittenAndNothingIsNoted() throws Exception {
    DualWriter writer = started(builder());
    write(writer, "1", "a");
    routes.only(Side.TARGET);
    write(writer, "2", "b");
    assertThat(source.values()).containsOnlyKeys("1");
    assertThat(target.values()).containsOnlyKeys("2");
    assertThat(writer.pending()).isZero();
  }

  @Test
  void theAuthoritativeSideIsWrittenFirstAndTheOtherFollows() throws Exception {
    DualWriter writer = started(builder());
    routes.mirroredFrom(Side.SOURCE);
    write(writer, "1", "a");
    routes.mirroredFrom(Side.TARGET);
    write(writer, "2", "b");
    assertThat(source.values()).isEqualTo(target.values()).containsOnlyKeys("1", "2");
    assertThat(writer.pending()).isZero();
    assertThat(count(writer).mirrored()).isEqualTo(2);
  }

  /** Who counts on both sides' being written waits until the router has drained. */
  @Test
  void whatBeganUnderOneSideIsNotMirroredAndKeepsTheRouteFromBeingDrained() throws Exception {
    DualWriter writer = started(builder());
    try (DualWrite write = writer.begin(null, side -> {})) {
      routes.mirroredFrom(Side.SOURCE);
      assertThat(routes.source.reported().drained()).isFalse();
      write.note(NOTE);
      source.write("1", "a");
      write.done();
    }
    assertThat(routes.source.reported().drained()).isTrue();
    assertThat(writer.pending()).isZero();
    assertThat(target.values()).isEmpty();
  }

  /** When a hold has drained, all that the ledger will ever hold of it is in it. */
  @Test
  void aHoldWaitsForTheFirstWriteAndNotForItsMirror() throws Exception {
    DualWriter writer = started(builder().mirrorsOn(begun::add));
    routes.mirroredFrom(Side.SOURCE);
    try (DualWrite write = writer.begin(null, side -> {})) {
      write.note(NOTE);
      source.write("1", "a");
      routes.follow(routes.router.route().hold());
      assertThat(routes.source.reported().drained()).isFalse();
      write.done();
    }
    assertThat(routes.source.reported().drained()).isTrue();
    assertThat(writer.pending()).isOne();
    begun.remove().run();
    assertThat(writer.awaitSettled(Duration.ZERO)).isTrue();
    assertThat(target.values()).containsEntry("1", "a");
  }

  /** It has read the source before the switch, and arrives when the target has gone on. */
  @Test
  void aMirrorThatArrivesAfterTheSwitchChangesNothing() throws Exception {
    DualWriter writer = started(builder().mirrorsOn(begun::add));
    routes.mirroredFrom(Side.SOURCE);
    write(writer, "1", "older");
    target.seam =
        place -> {
          if (place.equals("before put")) {
            target.seam = any -> {};
            assertThat(writer.retry(NOTE)).isTrue();
            later(Duration.ofSeconds(2));
            drain(writer);
            routes.mirroredFrom(Side.TARGET);
            write(writer, "1", "newer");
          }
        };
    begun.remove().run();
    run();
    drain(writer);
    assertThat(target.values()).containsEntry("1", "newer");
    assertThat(source.values()).isEqualTo(target.values());
    assertThat(writer.pending()).isZero();
  }

  @Test
  void aMirrorThatArrivesAfterTheDeleteResurrectsNothing() throws Exception {
    DualWriter writer = started(builder().mirrorsOn(begun::add));
    routes.mirroredFrom(Side.SOURCE);
    write(writer, "1", "a");
    target.seam =
        place -> {
          target.seam = any -> {};
          writer.write(
              NOTE,
              side -> {
                source.write("1", null);
                return null;
              });
          begun.remove().run();
        };
    begun.remove().run();
    assertThat(target.values()).isEmpty();
    assertThat(target.state("1")).isEqualTo(source.state("1"));
  }

  @Test
  void whatIsLeftInTheLedgerIsNotSettledWhereOneSideOnlyIsWritten() throws Exception {
    DualWriter writer = started(builder().mirrorsOn(begun::add));
    routes.mirroredFrom(Side.SOURCE);
    write(writer, "1", "older");
    routes.only(Side.TARGET);
    target.write("1", "not noted, and newer");
    begun.remove().run();
    later(Duration.ofHours(1));
    drain(writer);
    assertThat(target.values()).containsEntry("1", "not noted, and newer");
    assertThat(writer.pending()).isOne();
  }

  @Test
  void aTargetThatIsAwayIsAskedSeldomAndGetsAllOnceItIsBack() throws Exception {
    DualWriter writer = started(builder());
    routes.mirroredFrom(Side.SOURCE);
    int[] asked = {0};
    target.seam =
        place -> {
          asked[0]++;
          throw new IOException("refused: alice@example.org");
        };
    for (int i = 0; i < 1_000; i++) {
      write(writer, String.valueOf(i), "a");
    }
    assertThat(asked[0]).as("connections tried for 1000 writes").isOne();
    for (int minute = 0; minute < 60; minute++) {
      later(Duration.ofMinutes(1));
      drain(writer);
    }
    assertThat(asked[0]).as("connections tried in an hour").isBetween(30, 61);
    assertThat(count(writer).pending()).isEqualTo(1_000);
    assertThat(count(writer).apart()).as("an outage refuses nothing").isZero();
    assertThat(count(writer).oldestMillis()).isEqualTo(Duration.ofHours(1).toMillis());
    assertThat(writer.findings().entries()).hasSize(100);
    assertThat(writer.findings().entries()).extracting(LedgerEntry::error).contains("IOException");
    target.seam = place -> {};
    later(Duration.ofMinutes(1));
    drain(writer);
    assertThat(target.values()).isEqualTo(source.values()).hasSize(1_000);
    assertThat(writer.pending()).isZero();
  }

  @Test
  void aFlappingTargetHasEverythingInTheEnd() throws Exception {
    DualWriter writer = started(builder());
    routes.mirroredFrom(Side.SOURCE);
    int[] calls = {0};
    target.seam =
        place -> {
          if (calls[0]++ % 3 == 0) {
            throw new IOException("gone");
          }
        };
    for (int i = 0; i < 300; i++) {
      write(writer, String.valueOf(i % 40), "v" + i);
      later(Duration.ofMillis(50));
    }
    for (int i = 0; i < 200 && writer.pending() > 0; i++) {
      later(Duration.ofMinutes(2));
      drain(writer);
    }
    assertThat(writer.pending()).isZero();
    assertThat(target.values()).isEqualTo(source.values()).hasSize(40);
  }

  @Test
  void aTableThatIsRefusedIsSetApartAndHoldsNobodyElseUp() throws Exception {
    MemoryStore refusing = new MemoryStore();
    refusing.seam =
        place -> {
          throw new SQLException("null value: 4711", "23502");
        };
    MemoryStore orders = new MemoryStore();
    BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(1), 3);
    DualWriter writer = started(builder().store("order", orders, refusing).backOff(backOff));
    routes.mirroredFrom(Side.SOURCE);
    Item order = new Item("order", "7");
    writer.write(
        order,
        side -> {
          orders.write("7", "a");
          return null;
        });
    write(writer, "1", "a");
    assertThat(target.values()).containsKey("1");
    for (int i = 0; i < 5; i++) {
      later(Duration.ofHours(1));
      drain(writer);
    }
    assertThat(writer.findings().ledger())
        .contains(new LedgerCount("order", 1, 1, Duration.ofHours(5).toMillis(), 0, 0));
    LedgerEntry entry = writer.findings().entries().get(0);
    assertThat(entry.apart()).isTrue();
    assertThat(entry.attempts()).isEqualTo(3);
    assertThat(entry.error()).isEqualTo("SQLException 23502");
    refusing.seam = place -> {};
    drain(writer);
    assertThat(refusing.values()).as("set apart: not tried by itself").isEmpty();
    assertThat(writer.retryApart()).isOne();
    drain(writer);
    assertThat(refusing.values()).containsKey("7");
    assertThat(writer.pending()).isZero();
    assertThat(writer.retry(order)).isFalse();
  }

  @Test
  void aLaterWriteTakesBackWhatWasSetApart() throws Exception {
    DualWriter writer =
        started(builder().backOff(new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(1), 1)));
    routes.mirroredFrom(Side.SOURCE);
    target.seam =
        place -> {
          throw new SQLException("no", "23502");
        };
    write(writer, "1", "a");
    writer.drain();
    assertThat(count(writer).apart()).isOne();
    target.seam = place -> {};
    write(writer, "1", "b");
    writer.drain();
    assertThat(count(writer).apart()).isZero();
    assertThat(target.values()).containsEntry("1", "b");
  }

  /** It may be carried out when the client has given up already. */
  @Test
  void aWriteWhoseEndIsUnknownIsLookedAtOnceMoreWhenNoDoubtIsLeft() throws Exception {
    DualWriter writer = started(builder().limits(100, Duration.ofMinutes(2)));
    routes.mirroredFrom(Side.SOURCE);
    assertThatThrownBy(
            () ->
                writer.write(
                    NOTE,
                    side -> {
                      throw new IOException("timed out");
                    }))
        .isInstanceOf(IOException.class);
    later(Duration.ofSeconds(100));
    drain(writer);
    assertThat(writer.pending()).as("settled, and kept").isOne();
    source.write("1", "carried out late");
    later(Duration.ofSeconds(21));
    drain(writer);
    assertThat(writer.pending()).isZero();
    assertThat(target.values()).containsEntry("1", "carried out late");
  }

  /** The settling has read before the write that is under way. */
  @Test
  void aSettlingStrikesOffNothingThatIsBeingWritten() throws Exception {
    DualWriter writer = started(builder());
    routes.mirroredFrom(Side.SOURCE);
    try (DualWrite write = writer.begin(null, side -> {})) {
      write.note(NOTE);
      write(writer, "1", "another's");
      assertThat(target.values()).containsEntry("1", "another's");
      assertThat(writer.pending()).isOne();
      source.write("1", "mine");
      // and the process dies here
    }
    later(Duration.ofHours(1));
    drain(writer);
    assertThat(target.values()).containsEntry("1", "mine");
    assertThat(writer.pending()).isZero();
  }

  @Test
  void aSynchronousWriteWaitsForItsMirrorButNotForEver() throws Exception {
    DualWriter writer = started(builder().mirrorsOn(begun::add).synchronous(Duration.ofMillis(1)));
    routes.mirroredFrom(Side.SOURCE);
    write(writer, "1", "a");
    assertThat(writer.pending()).isOne();
    run();
    assertThat(writer.pending()).isZero();
    assertThat(target.values()).containsKey("1");
  }

  @Test
  void aWriteWhoseMirrorFailsIsTakenBackWhereSomebodySaidHow() throws Exception {
    DualWriter writer =
        started(
            builder()
                .synchronous(Duration.ofSeconds(5))
                .onMirrorFailure((side, items) -> store(side).write(items.get(0).key(), null)));
    routes.mirroredFrom(Side.SOURCE);
    target.seam =
        place -> {
          throw new SQLException("no", "23502");
        };
    assertThatThrownBy(() -> write(writer, "1", "a"))
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MIRROR_FAILED))
        .hasMessageContaining("taken back");
    assertThat(source.values()).isEmpty();
    assertThat(routes.source.reported().inFlight()).isZero();
    assertThat(writer.pending()).as("the other side is told of the undoing").isOne();
    target.seam = place -> {};
    later(Duration.ofHours(1));
    drain(writer);
    assertThat(target.state("1")).isEqualTo(source.state("1"));
  }

  @Test
  void anUndoingThatFailsIsTold() throws Exception {
    DualWriter writer =
        started(
            builder()
                .synchronous(Duration.ofSeconds(5))
                .onMirrorFailure(
                    (side, items) -> {
                      throw new IOException("gone");
                    }));
    routes.mirroredFrom(Side.SOURCE);
    target.seam =
        place -> {
          throw new IOException("gone");
        };
    assertThatThrownBy(() -> write(writer, "1", "a")).hasMessageContaining("it may stand");
    assertThat(writer.pending()).isOne();
  }

  @Test
  void aFullQueueRefusesBeforeTheFirstWrite() {
    for (WhenFull full : List.of(WhenFull.REFUSE, WhenFull.WAIT)) {
      DualWriter writer =
          started(builder().mirrorsOn(begun::add).queue(2, full, Duration.ofMillis(1)));
      routes.mirroredFrom(Side.SOURCE);
      write(writer, "1", "a");
      write(writer, "2", "a");
      assertThatThrownBy(() -> write(writer, "3", "a"))
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.MIRROR_BEHIND));
      assertThat(source.values()).doesNotContainKey("3");
      run();
      write(writer, "4", "a");
      run();
      assertThat(target.values()).containsKey("4");
    }
  }

  @Test
  void whoWaitsForRoomGoesOnWhenThereIsSome() throws Exception {
    DualWriter writer =
        started(builder().mirrorsOn(begun::add).queue(1, WhenFull.WAIT, Duration.ofSeconds(20)));
    routes.mirroredFrom(Side.SOURCE);
    write(writer, "1", "a");
    Thread waiting = new Thread(() -> write(writer, "2", "a"));
    waiting.start();
    while (waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertThat(source.values()).doesNotContainKey("2");
    begun.remove().run();
    waiting.join(20_000);
    assertThat(source.values()).containsKey("2");
  }

  @Test
  void partsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> builder().queue(1, WhenFull.LEAVE, Duration.ZERO).start())
        .hasMessageContaining("LEAVE");
    assertThatThrownBy(() -> builder().onMirrorFailure((side, items) -> {}).start())
        .hasMessageContaining("waits for its mirror");
    assertThatThrownBy(() -> DualWriter.with(routes.router).store("a", source, target).start())
        .hasMessageContaining("guarantee");
  }

  @Test
  void whatArrivesOtherwiseThanItWasSentIsCounted() throws Exception {
    ItemStore<String> changing =
        new ItemStore<>() {
          @Override
          public Versioned<String> read(String key) throws Exception {
            return target.read(key);
          }

          @Override
          public boolean put(String key, Versioned<String> state) throws Exception {
            return target.put(key, new Versioned<>(state.version(), state.value() + "!"));
          }
        };
    DualWriter writer = started(builder().store("note", source, changing).readBack(1));
    routes.mirroredFrom(Side.SOURCE);
    write(writer, "1", "a");
    assertThat(count(writer).diverged()).isOne();
    DualWriter seldom = started(builder().store("note", source, changing).readBack(0.4));
    write(seldom, "1", "b");
    assertThat(count(seldom).diverged()).as("0.5 was drawn").isZero();
  }

  @Test
  void whatIsNewerMeanwhileIsNoDivergence() throws Exception {
    DualWriter writer = started(builder().readBack(1));
    routes.mirroredFrom(Side.SOURCE);
    target.seam =
        place -> {
          if (place.equals("after put")) {
            target.seam = any -> {};
            target.write("1", "newer");
          }
        };
    write(writer, "1", "a");
    assertThat(count(writer).mirrored()).isOne();
    assertThat(count(writer).diverged()).isZero();
  }

  /** What does not fit into memory any more is found by comparison: the guarantee says so. */
  @Test
  void aLedgerInMemoryIsBounded() throws Exception {
    DualWriter writer = started(builder().limits(10, Duration.ofMinutes(2)));
    routes.mirroredFrom(Side.SOURCE);
    target.seam =
        place -> {
          throw new IOException("gone");
        };
    for (int i = 0; i < 50; i++) {
      write(writer, String.valueOf(i), "a");
    }
    assertThat(writer.pending()).isEqualTo(10);
    assertThat(source.values()).hasSize(50);
  }

  private LedgerCount count(DualWriter writer) throws Exception {
    return writer.findings().ledger().get(0);
  }

  private void drain(DualWriter writer) throws InterruptedException {
    Thread drainer =
        new Thread(
            () -> {
              try {
                writer.drain();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    drainer.start();
    while (drainer.isAlive()) {
      run();
      Thread.onSpinWait();
    }
  }

  private void run() {
    for (Runnable mirror = begun.poll(); mirror != null; mirror = begun.poll()) {
      mirror.run();
    }
  }
}
