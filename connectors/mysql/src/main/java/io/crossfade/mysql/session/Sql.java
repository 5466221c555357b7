package io.crossfade.mysql.session;

import io.crossfade.model.TableName;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The one place where names and values become SQL text. */
public final class Sql {
  private Sql() {}

  public static String quote(String identifier) {
    return '`' + identifier.replace("`", "``") + '`';
  }

  public static String table(TableName table) {
    return quote(table.schema()) + "." + quote(table.name());
  }

  public static String columns(Collection<String> names) {
    return names.stream().map(Sql::quote).collect(Collectors.joining(", "));
  }

  /** As our sessions read it: {@code NO_BACKSLASH_ESCAPES} is off there. */
  public static String literal(@Nullable String value) {
    return value == null ? "NULL" : "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
