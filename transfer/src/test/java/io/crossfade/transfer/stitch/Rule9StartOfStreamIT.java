package io.crossfade.transfer.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Identity;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Position;
import io.crossfade.transfer.follow.Follower;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule 9: the stream begins where the target says, in the log of the server that it began with. */
class Rule9StartOfStreamIT {
  private Scene scene;

  @BeforeEach
  void makeTable() {
    scene =
        new Scene()
            .with(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t SELECT n, 'old' FROM generate_series(1, 10) n")
            .plan(1000);
  }

  @AfterEach
  void end() {
    scene.close();
  }

  /** PostgreSQL itself would skip what the slot has given up, without a word. */
  @Test
  void whatTheSlotHasGivenUpIsNotSkipped() {
    scene.copyNext();
    scene.source.sql("INSERT INTO t VALUES (11, 'lost')");
    Position lost = scene.source.real().log().marker(scene.lease.migration());
    scene.source.sql(
        "SELECT pg_replication_slot_advance(slot_name, '"
            + lost.encode()
            + "') FROM pg_replication_slots WHERE database = current_database()");

    refused(scene.follow(), ErrorCode.SOURCE_LOG_LOST);
    assertThat(scene.isPast(lost)).isFalse();
  }

  /** Else a crash before the batch would find the log gone that tells it. */
  @Test
  void whatTheTargetHasNotWrittenIsNotGivenUp() {
    Hold snapshotTaken = scene.hold();
    scene.source.hooks().after("Reader.snapshot", snapshotTaken::stop);
    var copy = scene.copyInBackground(scene.open());
    snapshotTaken.awaitReached();
    Hold inHand = scene.hold();
    AtomicBoolean given = new AtomicBoolean();
    scene
        .source
        .hooks()
        .on(
            "ChangeStream.next",
            call -> {
              Object next = call.proceed();
              given.compareAndSet(
                  false, next instanceof LoggedTransaction t && !t.changes().isEmpty());
              return next;
            });
    scene
        .source
        .hooks()
        .after(
            "ChangeStream.confirm",
            () -> {
              if (given.get()) {
                inHand.pass();
              }
            });
    Follower first = scene.follow();
    scene.source.sql("INSERT INTO t VALUES (11, 'new')");
    inHand.awaitReached();
    first.close();

    Follower second = scene.follow();
    snapshotTaken.release();
    Await.result(copy);
    scene.awaitApplied(second);
    scene.assertSame();
  }

  @Test
  void anotherServerIsNoticed() {
    Identity real = scene.source.real().identity();
    scene
        .source
        .hooks()
        .on(
            "Database.identity",
            call -> new Identity(real.system(), real.timeline() + 1, real.version()));
    refused(scene.follow(), ErrorCode.SOURCE_REPLACED);
  }

  private static void refused(Follower follower, ErrorCode code) {
    Await.until("the follower stops", () -> follower.failure() != null);
    assertThat(follower.failure()).extracting(CrossfadeException::code).isEqualTo(code);
  }
}
