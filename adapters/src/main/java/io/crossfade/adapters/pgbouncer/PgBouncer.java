package io.crossfade.adapters.pgbouncer;

import static java.util.stream.Collectors.toSet;

import io.crossfade.adapters.Program;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// PgBouncer with pools of transactions or statements: `PAUSE` holds and drains, its file and
/// `RELOAD` say where a database is, `RESUME` ends the hold.
public final class PgBouncer implements Program {
  private final PgBouncerSettings settings;
  private final PgBouncerFile file;
  private final Consumer<String> witness;
  private final Map<String, Pause> pauses = new HashMap<>();
  private @Nullable Console console;

  public PgBouncer(PgBouncerSettings settings) {
    this(settings, _ -> {});
  }

  /// @param witness hears of each command before it is given: there a test ends the adapter
  PgBouncer(PgBouncerSettings settings, Consumer<String> witness) {
    this.settings = settings;
    this.file = new PgBouncerFile(settings.file());
    this.witness = witness;
  }

  @Override
  public String name() {
    return "PgBouncer at %s:%d".formatted(settings.console().host(), settings.console().port());
  }

  @Override
  public List<String> check() {
    try {
      return new PgBouncerCheck(settings, file).run(console());
    } finally {
      close();
    }
  }

  @Override
  public Held hold() {
    return orLeft(() -> {
      Set<String> answered =
          pauses.entrySet().stream()
              .filter(pause -> pause.getValue().isAnswered())
              .map(Map.Entry::getKey)
              .collect(toSet());
      Running running = Running.of(console());
      boolean drained = true;
      for (String database : settings.databases()) {
        boolean paused = running.database(database).paused();
        drained &= paused && answered.contains(database);
        if (!paused && answered.contains(database)) {
          end(database); // it was started anew, or somebody has resumed it
        }
        pauses.computeIfAbsent(database, this::pause);
      }
      return new Held(drained, Running.inFlight(console(), settings.databases(), false));
    });
  }

  private Pause pause(String database) {
    witness.accept("PAUSE");
    return Pause.begin(Console.open(settings.console()), database);
  }

  @Override
  public long lead(Side writes, Side reads) {
    return orLeft(() -> {
      List.copyOf(pauses.keySet()).forEach(this::end);
      Map<String, Place> places = new HashMap<>();
      settings.databases().forEach(database -> places.put(database, settings.place(writes)));
      settings.readOnly().forEach(database -> places.put(database, settings.place(reads)));
      file.point(places);
      reload(places);
      Running running = Running.of(console());
      for (String database : settings.databases()) {
        if (running.database(database).paused()) {
          run("RESUME " + Names.quoted(database));
        }
      }
      return Running.inFlight(console(), List.copyOf(places.keySet()), true);
    });
  }

  /// What has been opened under the old file is not used again: PgBouncer closes each connection
  /// once its transaction has ended.
  private void reload(Map<String, Place> places) {
    if (astray(places) == null) {
      return;
    }
    run("RELOAD");
    String astray = astray(places);
    if (astray != null) {
      throw new CrossfadeException(
          ErrorCode.CONFIGURATION_INVALID,
          "%s was reloaded and still has %s at %s. Its file %s says otherwise: PgBouncer does not read that file, or a later line or %%include has the same database, or it has refused the file (see its log)."
              .formatted(
                  name(),
                  astray,
                  Running.of(console()).database(astray).place(),
                  settings.file().path()));
    }
  }

  /// A database that the running PgBouncer has elsewhere; null where there is none.
  private @Nullable String astray(Map<String, Place> places) {
    Running running = Running.of(console());
    return places.keySet().stream()
        .filter(database -> !running.database(database).place().equals(places.get(database)))
        .findFirst()
        .orElse(null);
  }

  private void run(String command) {
    witness.accept(command);
    console().run(command);
  }

  private Console console() {
    Console open = console;
    if (open == null) {
      open = Console.open(settings.console());
      console = open;
    }
    return open;
  }

  private void end(String database) {
    Pause pause = pauses.remove(database);
    if (pause != null) {
      pause.close();
    }
  }

  @FunctionalInterface
  private interface Work<T> {
    T done();
  }

  /// After a failure nothing is known of the sessions: the next round opens others.
  private <T> T orLeft(Work<T> work) {
    try {
      return work.done();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public String release() {
    return "psql -h %s -p %d -U %s pgbouncer -c 'RESUME %s'"
        .formatted(
            settings.console().host(),
            settings.console().port(),
            settings.console().user(),
            String.join("' -c 'RESUME ", settings.databases()));
  }

  @Override
  public void close() {
    List.copyOf(pauses.keySet()).forEach(this::end);
    Console open = console;
    console = null;
    if (open != null) {
      open.close();
    }
  }
}
