package io.crossfade.transfer.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.LoggedTransaction;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What others write on a side that is fenced, and only watched. */
class WatchedSideIT {
  private final Scene scene = new Scene();

  private static final class Heard extends Silence {
    private final Queue<LoggedTransaction> foreign = new ConcurrentLinkedQueue<>();
    private final Queue<LoggedTransaction> visible = new ConcurrentLinkedQueue<>();

    @Override
    public void foreign(LoggedTransaction transaction) {
      foreign.add(transaction);
    }

    @Override
    public void foreignIsVisible(LoggedTransaction transaction) {
      visible.add(transaction);
    }
  }

  @AfterEach
  void end() {
    scene.close();
  }

  /** The log tells of it before others see it: who reads its rows then finds them as before. */
  @Test
  void isToldAtOnceAndComparedOnlyOnceItCanBeRead() {
    scene.with("CREATE TABLE t (id int PRIMARY KEY)").plan(1000);
    scene.copyAll();
    Hold unseen = scene.hold();
    scene.source.hooks().before("Log.awaitVisible", unseen::stop);
    Heard heard = new Heard();
    scene.watch(heard);
    scene.source.sql("INSERT INTO t VALUES (1)");
    unseen.awaitReached();
    assertThat(heard.foreign).hasSize(1);
    assertThat(heard.visible).isEmpty();
    unseen.release();
    Await.until("its rows may be compared", () -> heard.visible.size() == 1);
  }
}
