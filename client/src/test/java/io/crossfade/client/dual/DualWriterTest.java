package io.crossfade.client.dual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class DualWriterTest extends TwoStores {
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

  /** Its table may not be there yet. */
  @Test
  void beforeTheFirstMirroredRouteTheLedgerIsAskedNothing() throws Exception {
    List<String> asked = new ArrayList<>();
    Ledger ledger =
        (Ledger)
            Proxy.newProxyInstance(
                Ledger.class.getClassLoader(),
                new Class<?>[] {Ledger.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("needsTransaction")) {
                    return false; // what it is, not what is in it
                  }
                  asked.add(method.getName());
                  return method.getReturnType() == List.class ? List.of() : null;
                });
    DualWriter writer = started(builder().outbox(ledger));
    write(writer, "1", "a");
    writer.drain();
    assertThat(asked).isEmpty();
    routes.mirroredFrom(Side.SOURCE);
    writer.drain();
    assertThat(asked).contains("due", "counts");
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
                .onMirrorFailure((side, items) -> {
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
      LockSupport.parkNanos(1_000_000);
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
    assertThatThrownBy(() ->
            builder()
                .durableIntent(Path.of("nowhere"))
                .synchronous(Duration.ofSeconds(1))
                .onMirrorFailure((side, items) -> {})
                .queue(1, WhenFull.LEAVE, Duration.ZERO)
                .start())
        .hasMessageContaining("onMirrorFailure");
    assertThatThrownBy(() -> DualWriter.with(routes.router).store("a", source, target).start())
        .hasMessageContaining("guarantee");
  }
}
