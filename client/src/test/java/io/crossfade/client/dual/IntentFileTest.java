package io.crossfade.client.dual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntentFileTest {
  private static final Item ONE = new Item("note", "1");
  private static final Item TWO = new Item("note, with ü", "2\n");
  private static final Duration IN_DOUBT = Duration.ofMinutes(2);

  @TempDir Path directory;

  private long nanos;

  private MemoryLedger ledger(int mostItems) {
    return MemoryLedger.durable(directory, new Limits(mostItems, IN_DOUBT), () -> nanos);
  }

  /** What is on the disk now, as a process would find it that was started anew. */
  private List<IntentFile.Intent> onDisk() throws IOException {
    Path file = directory.resolve("intents");
    return IntentRecord.readAll(file, Files.readAllBytes(file));
  }

  @Test
  void whatWasNotedIsOnTheDiskWhenNotingComesBack() throws IOException {
    try (MemoryLedger ledger = ledger(10)) {
      ledger.note(Side.SOURCE, ONE);
      ledger.note(Side.TARGET, TWO);
      assertThat(onDisk())
          .containsExactly(
              new IntentFile.Intent(Side.SOURCE, ONE), new IntentFile.Intent(Side.TARGET, TWO));
    }
  }

  @Test
  void whatIsLeftIsDueAtOnceAndOnceMoreWhenNoWriteIsInDoubt() {
    try (MemoryLedger dead = ledger(10)) {
      dead.note(Side.SOURCE, ONE);
      dead.note(Side.SOURCE, TWO);
      dead.ended(Side.SOURCE, TWO, true);
      settle(dead, TWO);
    }
    try (MemoryLedger next = ledger(10)) {
      assertThat(due(next)).containsExactly(ONE);
      settle(next, ONE);
      nanos += IN_DOUBT.toNanos() - 1;
      assertThat(due(next)).isEmpty();
      nanos++;
      assertThat(due(next)).containsExactly(ONE);
      settle(next, ONE);
      assertThat(next.counts(Side.SOURCE)).isEmpty();
    }
    try (MemoryLedger last = ledger(10)) {
      assertThat(last.counts(Side.SOURCE)).isEmpty();
    }
  }

  private static List<Item> due(MemoryLedger ledger) {
    return ledger.due(Side.SOURCE, Set.of(ONE.store(), TWO.store()), 10, false);
  }

  private static void settle(MemoryLedger ledger, Item item) {
    ledger.settled(Side.SOURCE, item, 1, ledger.seen(Side.SOURCE, item));
  }

  @Test
  void atEachLengthATornTailLosesOnlyWhatItHolds() throws IOException {
    try (MemoryLedger ledger = ledger(10)) {
      ledger.note(Side.SOURCE, ONE);
    }
    Path file = directory.resolve("intents");
    byte[] whole = Files.readAllBytes(file);
    byte[] last = IntentRecord.bytes(true, Side.SOURCE, TWO);
    SplittableRandom random = new SplittableRandom(7);
    for (int length = 0; length < last.length; length++) {
      Files.write(file, whole);
      byte[] tail = Arrays.copyOf(last, last.length);
      random.nextBytes(tail);
      System.arraycopy(last, 0, tail, 0, length);
      Files.write(
          file,
          random.nextBoolean() ? tail : Arrays.copyOf(tail, length),
          StandardOpenOption.APPEND);
      try (MemoryLedger ledger = ledger(10)) {
        assertThat(due(ledger)).containsExactly(ONE);
        ledger.note(Side.SOURCE, TWO);
        assertThat(onDisk()).as("the torn tail is gone").hasSize(2);
      }
    }
  }

  @Test
  void manyWhoNoteAtOnceShareTheDiskAndAllAreOnIt() throws Exception {
    try (MemoryLedger ledger = ledger(10_000)) {
      ExecutorService threads = Executors.newFixedThreadPool(8);
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int first = i * 100;
        ends.add(
            threads.submit(() -> {
              for (int n = first; n < first + 100; n++) {
                ledger.note(Side.SOURCE, new Item("note", String.valueOf(n)));
              }
            }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
      threads.shutdown();
      assertThat(onDisk()).hasSize(800);
    }
  }

  /** The target is dead; many writes go to few items, and then all are settled. */
  @Test
  void memoryAndDiskAreBoundedByDistinctItems() throws IOException {
    Path file = directory.resolve("intents");
    try (MemoryLedger ledger = ledger(100)) {
      for (int i = 0; i < 20_000; i++) {
        Item item = new Item("note", String.valueOf(i % 100));
        ledger.note(Side.SOURCE, item);
        ledger.ended(Side.SOURCE, item, true);
      }
      assertThat(ledger.counts(Side.SOURCE).get(0).pending()).isEqualTo(100);
      assertThat(Files.size(file)).isLessThan(10_000);
      assertThatThrownBy(() -> ledger.note(Side.SOURCE, ONE_MORE))
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.MIRROR_BEHIND));
    }
    try (MemoryLedger ledger = ledger(100)) {
      nanos += IN_DOUBT.toNanos();
      for (int i = 0; i < 1_200; i++) {
        Item item = new Item("note", String.valueOf(i % 100));
        ledger.note(Side.SOURCE, item);
        ledger.ended(Side.SOURCE, item, true);
        settle(ledger, item);
      }
      assertThat(Files.size(file)).as("what is done is written out of it").isLessThan(60_000);
      assertThat(ledger.counts(Side.SOURCE)).isEmpty();
    }
  }

  private static final Item ONE_MORE = new Item("note", "one more");

  @Test
  void aDirectoryIsOfOneProcess() {
    try (MemoryLedger first = ledger(10)) {
      assertThatThrownBy(() -> ledger(10))
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_RUNNING))
          .hasMessageContaining(directory.toString());
      first.note(Side.SOURCE, ONE);
    }
    ledger(10).close();
  }

  @Test
  void aFileThatIsNoneOfOursIsNotOverwritten() throws IOException {
    Path file = directory.resolve("intents");
    Files.writeString(file, "somebody's poem");
    assertThatThrownBy(() -> ledger(10))
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTENT_FAILED));
    assertThat(Files.readString(file)).isEqualTo("somebody's poem");
  }

  /** An interrupt closes the file under the hands of whoever writes it: as good as a dead disk. */
  @Test
  void afterAFailureOfTheDiskNothingIsWrittenUntilItIsBack() throws Exception {
    try (MemoryLedger ledger = ledger(10)) {
      ledger.note(Side.SOURCE, ONE);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> ledger.note(Side.SOURCE, TWO))
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INTENT_FAILED));
      assertThat(Thread.interrupted()).isTrue();
      ledger.note(Side.SOURCE, TWO);
      assertThat(onDisk()).extracting(IntentFile.Intent::item).containsExactlyInAnyOrder(ONE, TWO);
    }
  }

  /** What was refused has not begun: it keeps nothing from being settled, however often it was. */
  @Test
  void aDiskThatStaysFullLeavesNoWriteUnderWay() throws Exception {
    Item three = new Item("note", "3");
    try (MemoryLedger ledger = ledger(10)) {
      Path occupied = Files.createDirectories(directory.resolve("intents.new/occupied"));
      ledger.note(Side.SOURCE, ONE);
      ledger.ended(Side.SOURCE, ONE, true);
      Thread.currentThread().interrupt();
      refused(ledger, TWO);
      assertThat(Thread.interrupted()).isTrue();
      for (Item item : List.of(ONE, TWO, three, ONE, TWO, three)) {
        refused(ledger, item);
      }
      Files.delete(occupied);
      for (Item item : List.of(ONE, TWO, three)) {
        ledger.note(Side.SOURCE, item);
        ledger.ended(Side.SOURCE, item, true);
      }
      nanos += Duration.ofSeconds(2).toNanos();
      assertThat(due(ledger)).containsExactlyInAnyOrder(ONE, TWO, three);
      for (Item item : List.of(ONE, TWO, three)) {
        settle(ledger, item);
      }
      assertThat(ledger.counts(Side.SOURCE)).isEmpty();
    }
  }

  private static void refused(MemoryLedger ledger, Item item) {
    assertThatThrownBy(() -> ledger.note(Side.SOURCE, item))
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTENT_FAILED));
  }

  /** The directory's disk fails between the move and its fsync. */
  @Test
  void whereANewFileMayHaveItsNameOrNotNothingCountsAsKept() throws Exception {
    AtomicBoolean dead = new AtomicBoolean();
    IntentFile.Lasting lasting =
        file -> {
          if (dead.get()) {
            throw new IOException("the disk is away");
          }
          IntentDirectory.force(file);
        };
    Entries entries = new Entries();
    try (IntentFile file = IntentFile.open(directory, lasting)) {
      dead.set(true);
      assertThatThrownBy(() -> file.rewrite(entries.all())).hasMessage("the disk is away");
      assertThatThrownBy(() -> file.await(file.append(true, Side.SOURCE, ONE)))
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INTENT_FAILED));
      dead.set(false);
      assertThat(file.isBroken()).isTrue();
      file.rewrite(entries.all());
      file.await(file.append(true, Side.SOURCE, TWO));
      assertThat(onDisk()).containsExactly(new IntentFile.Intent(Side.SOURCE, TWO));
    }
  }

  /** A mirror that has arrived must not count as one that failed. */
  @Test
  void whatIsSettledStaysSoWhereTheFileCannotBeShortened() throws Exception {
    try (MemoryLedger ledger = ledger(10)) {
      Path occupied = Files.createDirectories(directory.resolve("intents.new/occupied"));
      settledOften(ledger);
      assertThat(ledger.counts(Side.SOURCE)).isEmpty();
      long longest = Files.size(directory.resolve("intents"));
      Files.delete(occupied);
      settledOften(ledger);
      assertThat(Files.size(directory.resolve("intents"))).isLessThan(longest);
    }
  }

  private static void settledOften(MemoryLedger ledger) {
    for (int i = 0; i < 600; i++) {
      ledger.note(Side.SOURCE, ONE);
      ledger.ended(Side.SOURCE, ONE, true);
      settle(ledger, ONE);
    }
  }
}
