package io.crossfade.transfer.stitch;

import io.crossfade.model.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Rule 5: what was under way when the log began to be kept is not in the stream. No snapshot may be
 * taken before it has ended.
 */
class Rule5RetentionIT {
  private final Scene scene = new Scene();

  @AfterEach
  void end() {
    scene.close();
  }

  @Test
  void aTransactionThatIsUnderWayWhenTheLogBeginsToBeKept() throws SQLException {
    makeTables();
    copyWhileATransactionIsOpen(scene.source.real().catalog().tables());
  }

  /** The slot is there, and does not wait; but it does not tell what was not published yet. */
  @Test
  void aTransactionThatIsUnderWayWhenATableIsAdded() throws SQLException {
    makeTables();
    List<Table> tables = scene.source.real().catalog().tables();
    scene.begin(List.of(tables.get(0)));
    copyWhileATransactionIsOpen(tables);
  }

  private void makeTables() {
    scene.source.sql(
        "CREATE TABLE a (id int PRIMARY KEY)",
        "CREATE TABLE b (id int PRIMARY KEY)",
        "INSERT INTO b VALUES (1), (2)");
    scene.target.real().workspace().take(scene.lease);
  }

  private void copyWhileATransactionIsOpen(List<Table> tables) throws SQLException {
    Future<Boolean> copied;
    try (Connection writer = scene.source.connect()) {
      writer.setAutoCommit(false);
      TestDatabase.sql(writer, "INSERT INTO b VALUES (3)", "DELETE FROM b WHERE id = 1");
      copied = scene.inBackground(() -> beginAndCopy(tables));
      Await.until("the copy is there, or waits", () -> copied.isDone() || waits(tables.size()));
      writer.commit();
    }
    Await.result(copied);
    scene.awaitApplied(scene.follow());
    scene.assertSame();
  }

  private boolean beginAndCopy(List<Table> tables) {
    scene.begin(tables);
    scene.plan(1000).copyAll();
    return true;
  }

  /** In the making of the slot, or looking at snapshots, after the tables were published. */
  private boolean waits(int tables) {
    return scene.source.is(
        "(SELECT count(*) FROM pg_publication_rel) = "
            + tables
            + " AND EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
            + " AND application_name LIKE 'crossfade/%/retain'"
            + " AND query ~ 'pg_current_snapshot|pg_create_logical')");
  }
}
