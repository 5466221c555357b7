package io.crossfade.client.dual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.LedgerCount;
import io.crossfade.model.LedgerEntry;
import io.crossfade.model.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of mirrors that fail. */
class LedgerTest extends TwoStores {
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
    assertThatThrownBy(() ->
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

  /** One stands still, and one is beyond the end of all numbers. */
  @Test
  void clocksThatDisagreeChangeNothing(@TempDir Path directory) throws Exception {
    routes.mirroredFrom(Side.SOURCE);
    DualWriter still = started(builder().given(() -> 0, () -> 0.5));
    long[] late = {Long.MAX_VALUE - 10};
    DualWriter beyond = builder().durableIntent(directory).given(() -> late[0], () -> 0.5).start();
    target.seam =
        place -> {
          throw new SQLException("busy", "40001");
        };
    for (int i = 0; i < 20; i++) {
      write(i % 2 == 0 ? still : beyond, String.valueOf(i % 3), "v" + i);
      late[0] += 5;
    }
    target.seam = place -> {};
    late[0] += Duration.ofMinutes(1).toNanos();
    assertThat(beyond.awaitSettled(Duration.ZERO)).isTrue();
    beyond.close();
    assertThat(target.values()).isEqualTo(source.values());
    routes.follow(routes.router.route().hold());
    assertThat(still.awaitSettled(Duration.ZERO)).as("a hold needs no clock").isTrue();
    assertThat(target.values()).isEqualTo(source.values()).hasSize(3);
  }
}
