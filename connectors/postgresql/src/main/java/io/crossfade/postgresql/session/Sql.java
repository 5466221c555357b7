package io.crossfade.postgresql.session;

import io.crossfade.model.TableName;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The one place where names and values become SQL text. */
public final class Sql {
  private Sql() {}

  public static String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  public static String table(TableName table) {
    return quote(table.schema()) + "." + quote(table.name());
  }

  public static String columns(Collection<String> names) {
    return names.stream().map(Sql::quote).collect(Collectors.joining(", "));
  }

  /** Safe whether or not {@code standard_conforming_strings} is on. */
  public static String literal(@Nullable String value) {
    if (value == null) {
      return "NULL";
    }
    String quoted = "'" + value.replace("'", "''") + "'";
    return value.indexOf('\\') < 0 ? quoted : " E" + quoted.replace("\\", "\\\\");
  }

  public static String typed(@Nullable String value, String type) {
    return literal(value) + "::" + castable(type);
  }

  /**
   * The type as an explicit cast may name it. A cast to {@code varchar(5)} cuts a longer value
   * without a word; without the length the value arrives whole at the column, which then refuses
   * it.
   */
  public static String castable(String type) {
    return type.replaceFirst("^character varying\\(\\d+\\)", "character varying")
        .replaceFirst("^character\\(\\d+\\)", "bpchar");
  }
}
