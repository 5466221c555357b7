package io.crossfade.postgresql.foreign;

import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;
import io.crossfade.model.values.NamedKinds;
import java.util.List;
import java.util.Locale;

/** What PostgreSQL's types hold. Enumerations are opaque: their names do not tell their labels. */
public final class PostgresKinds {
  private PostgresKinds() {}

  public static Kind of(String type) {
    String text = type.strip().toLowerCase(Locale.ROOT);
    int open = text.indexOf('(');
    int close = text.indexOf(')');
    boolean sized = open >= 0 && close > open;
    String base = sized ? (text.substring(0, open) + text.substring(close + 1)).strip() : text;
    List<Integer> numbers = sized ? NamedKinds.numbers(text.substring(open + 1, close)) : List.of();
    int size = numbers.isEmpty() ? 0 : numbers.get(0);
    return switch (base) {
      case "bytea" -> Kind.bytes();
      case "uuid" -> Kind.of(Family.UUID);
      case "json", "jsonb" -> Kind.of(Family.JSON);
      case "bit" -> Kind.bits(Math.max(size, 1));
      case "bit varying", "varbit" -> Kind.bits(size).with(Trait.VARYING);
      case "interval" -> Kind.time(Family.INTERVAL, numbers.isEmpty() ? Kind.MICROSECONDS : size);
      case "character", "char" -> Kind.text(Math.max(size, 1)).with(Trait.PADDED);
      default -> NamedKinds.of(type);
    };
  }
}
