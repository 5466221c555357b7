package io.crossfade.transfer.stitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Position;
import io.crossfade.transfer.follow.Follower;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A stream of which one side is given up writes nothing more, and waits for the other side only.
 */
class CeasedStreamIT {
  private Scene scene;
  private Follower follower;

  @BeforeEach
  void followTable() {
    scene =
        new Scene()
            .with(
                "CREATE TABLE t (id int PRIMARY KEY)",
                "INSERT INTO t SELECT n FROM generate_series(1, 10) n")
            .plan(1000);
    scene.copyNext();
    follower = scene.follow();
    scene.awaitApplied(follower);
  }

  @AfterEach
  void end() {
    scene.close();
  }

  @Test
  void aBatchInHandIsWaitedForAndNoneBeginsAfterIt() {
    Hold inHand = scene.hold();
    scene.target.hooks().before("Applier.apply", inHand::stop);
    scene.source.sql("INSERT INTO t VALUES (11)");
    inHand.awaitReached();

    follower.cease();
    Future<Boolean> ceased =
        scene.inBackground(() -> {
          return follower.awaitCeased(Await.SOON) && inHand.isReleased();
        });
    assertThat(follower.awaitCeased(Duration.ZERO)).isFalse();
    scene.source.sql("INSERT INTO t VALUES (12)");
    inHand.release();

    assertThat(Await.result(ceased)).isTrue();
    follower.close();
    assertThat(scene.target.column("SELECT id FROM t WHERE id > 10")).containsExactly("11");
  }

  /** What the lost side has told, nobody will tell again. */
  @Test
  void whatHadComeBeforeTheSideWasLostIsWritten() {
    scene.source.hooks().before("Log.open", CeasedStreamIT::breakOff);
    Hold told = scene.hold();
    scene
        .source
        .hooks()
        .on(
            "ChangeStream.next",
            call -> {
              if (told.isReached()) {
                breakOff();
              }
              Object transaction = call.proceed();
              if (transaction != null) {
                told.pass();
              }
              return transaction;
            });
    scene.source.sql("INSERT INTO t VALUES (11)");

    Await.until("the row is there", () -> scene.target.is("EXISTS (SELECT FROM t WHERE id = 11)"));
  }

  private static void breakOff() {
    throw new CrossfadeException(ErrorCode.DATABASE_FAILED, "the server is gone");
  }

  /** Else the side that is written would call passed what it does not have. */
  @Test
  void whatIsReadAfterwardsIsNotPassed() {
    Hold read = scene.hold();
    AtomicBoolean watched = new AtomicBoolean();
    scene
        .source
        .hooks()
        .on(
            "ChangeStream.next",
            call -> {
              watched.set(true);
              Object transaction = call.proceed();
              if (transaction != null) {
                read.stop();
              }
              return transaction;
            });
    // A look that began before the hook would take the row past it.
    Await.until("it looks again", watched::get);
    scene.source.sql("INSERT INTO t VALUES (11)");
    read.awaitReached();
    Position after = scene.source.real().log().end();

    follower.cease();
    assertThat(follower.awaitCeased(Duration.ZERO)).isTrue();
    assertThatThrownBy(() -> follower.awaitApplied(after, Duration.ofMinutes(1)))
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_RUNNING));
    read.release();
    follower.close();

    assertThat(scene.isPast(after)).isFalse();
    assertThat(scene.target.column("SELECT id FROM t WHERE id > 10")).isEmpty();
  }
}
