package io.crossfade.gateway.settings;

import io.crossfade.model.TableName;
import java.time.Duration;
import java.util.function.Predicate;

/// Which reads the other database may answer, or is asked too. How many, the route says.
///
/// @param tables whether a table is on both sides with the same rows. A statement that reads any
///   other stays where writes go
/// @param sticky by which setting of the startup packet sessions belong together (`user`,
///   `application_name`): all that say the same read the same side. Empty: each for itself
/// @param within how long a read waits for the other database, before the written one answers
public record Reads(Predicate<TableName> tables, String sticky, Duration within) {
  /// All reads stay where writes go, and nothing is compared.
  public static final Reads NONE = of(table -> false);

  /// Each session for itself.
  public static Reads of(Predicate<TableName> tables) {
    return new Reads(tables, "", Duration.ofSeconds(1));
  }

  public Reads sticky(String setting) {
    return new Reads(tables, setting, within);
  }

  public Reads within(Duration other) {
    return new Reads(tables, sticky, other);
  }
}
