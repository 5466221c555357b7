package io.crossfade.server.hosting;

import io.crossfade.engine.Control;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.Status;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// The migrations that a process knows. All but [#names] throw MIGRATION_UNKNOWN for others.
public interface Migrations {
  /// In the order of their names.
  List<String> names();

  /// How it is doing; what was last recorded where it is not carried on here.
  Status status(String migration);

  /// CARRIED_ELSEWHERE where another server carries it on, NOT_RUNNING where none does.
  Control control(String migration);

  /// What has happened after the event with this number, in order.
  ///
  /// @param most how many at once
  List<Recorded> events(String migration, long after, int most);

  /// What has happened before the event with this number, the newest first.
  ///
  /// @param kind of these only; [MigrationEvent] for all
  /// @param most how many at once
  List<Recorded> before(
      String migration, Class<? extends MigrationEvent> kind, long before, int most);

  /// The number of the newest event, where that can be told at little cost.
  default OptionalLong newest(String migration) {
    return OptionalLong.empty();
  }

  /// The one that a process carries on.
  static Migrations only(String name, Control control) {
    return new OnlyOne(name, control);
  }

  /// @param name the migration that `control` carries on
  record OnlyOne(String name, Control control) implements Migrations {
    @Override
    public List<String> names() {
      return List.of(name);
    }

    @Override
    public Status status(String migration) {
      return control(migration).status();
    }

    @Override
    public Control control(String migration) {
      if (!migration.equals(name)) {
        throw new CrossfadeException(
            ErrorCode.MIGRATION_UNKNOWN,
            "the process asked carries on migration %s, not %s. Give the other one's --state-dir."
                .formatted(name, migration),
            Map.of("migration", migration));
      }
      return control;
    }

    @Override
    public List<Recorded> events(String migration, long after, int most) {
      return control(migration).events().stream()
          .filter(event -> event.seq() > after)
          .limit(most)
          .toList();
    }

    @Override
    public List<Recorded> before(
        String migration, Class<? extends MigrationEvent> kind, long before, int most) {
      return control(migration).events().reversed().stream()
          .filter(event -> event.seq() < before && kind.isInstance(event.event()))
          .limit(most)
          .toList();
    }
  }
}
