package io.crossfade.transfer.stitch;

import io.crossfade.transfer.follow.Follower;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two texts may be one key for the server: 1.0 and 1.00. Whichever a row was written with last is
 * what the other side has, and no row is there twice or lost.
 */
class EqualKeysIT {
  private record Twins(String type, String one, String other) {}

  private static final List<Twins> TWINS =
      List.of(
          new Twins("numeric", "1.0", "1.00"),
          new Twins("double precision", "-0", "0"),
          new Twins("interval", "1 mon", "30 days"),
          new Twins("bpchar", "a", "a "),
          new Twins("jsonb", "[1.0]", "[1.00]"),
          new Twins("numeric[]", "{1.0}", "{1.00}"));

  private final Scene scene = new Scene();

  @AfterEach
  void end() {
    scene.close();
  }

  @Test
  void whatWasWrittenLastStays() {
    List<String> tables = new ArrayList<>();
    for (int t = 0; t < TWINS.size(); t++) {
      tables.add("CREATE TABLE t%d (k %s PRIMARY KEY, v int, b text)".formatted(t, type(t)));
      tables.add("ALTER TABLE t%d ALTER b SET STORAGE EXTERNAL".formatted(t));
      tables.add("INSERT INTO t%d VALUES (%s, 1, repeat('x', 5000))".formatted(t, one(t)));
    }
    scene.with(tables.toArray(String[]::new)).plan(100);
    Follower follower = scene.follow();
    // Dropped, for no chunk is copied yet.
    everywhere("UPDATE t%1$d SET k = %3$s");
    scene.awaitApplied(follower);
    scene.copyAll();
    scene.assertSame();

    everywhere("UPDATE t%1$d SET k = %2$s");
    same(follower);
    everywhere("UPDATE t%1$d SET k = %3$s", "UPDATE t%1$d SET v = 2", "UPDATE t%1$d SET k = %2$s");
    same(follower);
    everywhere("UPDATE t%1$d SET b = 'new'", "UPDATE t%1$d SET k = %3$s, v = 3");
    same(follower);
    everywhere("DELETE FROM t%1$d", "INSERT INTO t%1$d VALUES (%2$s, 4, 'again')");
    same(follower);
    everywhere(
        "UPDATE t%1$d SET k = %3$s, b = repeat('y', 5000)",
        "DELETE FROM t%1$d",
        "INSERT INTO t%1$d VALUES (%2$s, 5, repeat('z', 5000))",
        "UPDATE t%1$d SET k = %3$s");
    same(follower);
  }

  private void same(Follower follower) {
    scene.awaitApplied(follower);
    scene.assertSame();
  }

  /** In one transaction for each table. */
  private void everywhere(String... statements) {
    for (int t = 0; t < TWINS.size(); t++) {
      String[] filled = new String[statements.length];
      for (int i = 0; i < filled.length; i++) {
        filled[i] = statements[i].formatted(t, one(t), other(t));
      }
      scene.source.transaction(filled);
    }
  }

  private static String type(int table) {
    return TWINS.get(table).type();
  }

  private static String one(int table) {
    return "'" + TWINS.get(table).one() + "'::" + type(table);
  }

  private static String other(int table) {
    return "'" + TWINS.get(table).other() + "'::" + type(table);
  }
}
