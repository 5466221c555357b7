package io.crossfade.connector;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A column's default that every dialect knows. */
public sealed interface PlainDefault {
  /** As SQL itself writes it, in which it stands in a portable table. */
  String sql();

  /** A value in canonical text. */
  record Literal(String value) implements PlainDefault {
    @Override
    public String sql() {
      return "'" + value.replace("'", "''") + "'";
    }
  }

  /** The moment at which a row is written. */
  record Now() implements PlainDefault {
    @Override
    public String sql() {
      return "CURRENT_TIMESTAMP";
    }
  }

  /** A UUID that nobody has yet. */
  record NewUuid() implements PlainDefault {
    @Override
    public String sql() {
      return "UUID()";
    }
  }

  /**
   * What a portable table's column has.
   *
   * @param sql its default expression
   */
  static Optional<PlainDefault> parse(@Nullable String sql) {
    if (sql == null) {
      return Optional.empty();
    }
    if (sql.equals("CURRENT_TIMESTAMP")) {
      return Optional.of(new Now());
    }
    if (sql.equals("UUID()")) {
      return Optional.of(new NewUuid());
    }
    boolean quoted = sql.length() > 1 && sql.startsWith("'") && sql.endsWith("'");
    return quoted
        ? Optional.of(new Literal(sql.substring(1, sql.length() - 1).replace("''", "'")))
        : Optional.empty();
  }
}
