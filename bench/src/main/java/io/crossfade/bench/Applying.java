package io.crossfade.bench;

import io.crossfade.model.Mapping;
import io.crossfade.model.TableMapping;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// One backlog, which is applied again and again: a slot for each run keeps it.
final class Applying {
  static final String OURS = "ours";
  static final String SUBSCRIPTION = "subscription";

  /// Gets a row when the backlog has ended, by which it is seen on the target that all is there.
  private static final String ENDED = "ended";

  private static final long LOOK_MILLIS = 5;

  private final Arena arena;
  private final Backlog backlog;
  private final Site source;
  private final Site target;
  private final List<String> tables;
  private String expected = "";

  /// What the run under way has open, to be closed from the last to the first.
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  Applying(Arena arena, Backlog backlog) {
    this.arena = arena;
    this.backlog = backlog;
    this.source = arena.servers().source(name());
    this.target = arena.servers().target(name());
    this.tables = Stream.concat(backlog.tables().stream(), Stream.of(ENDED)).toList();
  }

  private String name() {
    return "apply_" + backlog.name();
  }

  /// Returns how many changes there are.
  long prepare() throws Exception {
    for (Site site : List.of(source, template())) {
      Servers.make(site, "template0");
      backlog.create().on(site);
      site.sql("CREATE TABLE " + ENDED + " (id integer PRIMARY KEY)", "VACUUM ANALYZE");
    }
    source.sql("CREATE PUBLICATION native FOR TABLE " + String.join(", ", tables));
    for (int round = 0; round < arena.allRounds(); round++) {
      try (Ours ours = ours(round)) {
        ours.retain(tables);
      }
      source.sql("SELECT pg_create_logical_replication_slot('" + slot(round) + "', 'pgoutput')");
    }
    long changes = backlog.write().on(source);
    source.sql("INSERT INTO " + ENDED + " VALUES (1)");
    expected = Rows.digestOfTables(source, tables);
    return changes;
  }

  List<Contestant> contestants() {
    return List.of(
        new Contestant(OURS, this::prepareOurs, this::runOurs, round -> check()),
        new Contestant(SUBSCRIPTION, this::subscribe, round -> enable(), round -> checkAndDrop()));
  }

  private void prepareOurs(int round) throws SQLException {
    Servers.make(target, template().database());
    Ours ours = ours(round);
    open.push(ours);
    ours.begin(ours.mapping(tables, TableMapping::identity));
  }

  private void runOurs(int round) throws Exception {
    try (Ours ours = ours(round)) {
      Mapping mapping = ours.mapping(tables, TableMapping::identity);
      try (Following following = ours.follow(mapping)) {
        awaitEnd(following::requireRunning);
      }
    }
  }

  private void check() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
    Rows.requireSame(expected, target, tables);
  }

  private void subscribe(int round) throws SQLException {
    Servers.make(target, template().database());
    target.sql(
        "CREATE SUBSCRIPTION native CONNECTION '%s' PUBLICATION native WITH (enabled = false, create_slot = false, slot_name = '%s', copy_data = false)"
            .formatted(source.uri(), slot(round)));
  }

  private void enable() throws Exception {
    target.sql("ALTER SUBSCRIPTION native ENABLE");
    awaitEnd(() -> {});
  }

  private void checkAndDrop() throws Exception {
    target.sql(
        "ALTER SUBSCRIPTION native DISABLE",
        "ALTER SUBSCRIPTION native SET (slot_name = NONE)",
        "DROP SUBSCRIPTION native");
    check();
  }

  private void awaitEnd(Runnable look) throws Exception {
    try (Connection connection = target.connect()) {
      while (Site.one(connection, "SELECT id FROM " + ENDED).isEmpty()) {
        look.run();
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    }
  }

  private Ours ours(int round) {
    return Ours.open(name() + "_" + round, source.endpoint(), target.endpoint());
  }

  private String slot(int round) {
    return name() + "_native_" + round;
  }

  private Site template() {
    return arena.servers().target(name() + "_empty");
  }
}
