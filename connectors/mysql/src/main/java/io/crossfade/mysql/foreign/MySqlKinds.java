package io.crossfade.mysql.foreign;

import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;
import io.crossfade.model.values.NamedKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the types of MySQL and MariaDB hold. */
public final class MySqlKinds {
  private static final Pattern COLLATE = Pattern.compile("(?i)\\s+collate\\s+(\\w+)\\s*$");
  private static final Pattern CHARACTERS =
      Pattern.compile("(?i)\\s+(character set|charset)\\s+\\w+");
  private static final Pattern LABEL = Pattern.compile("'((?:[^'\\\\]|''|\\\\.)*)'");

  private MySqlKinds() {}

  public static Kind of(String spelled) {
    Matcher collate = COLLATE.matcher(spelled);
    String collation = collate.find() ? collate.group(1).toLowerCase(Locale.ROOT) : "";
    String type =
        CHARACTERS.matcher(COLLATE.matcher(spelled).replaceFirst("")).replaceAll("").strip();
    int open = type.indexOf('(');
    int close = type.lastIndexOf(')');
    boolean sized = open >= 0 && close > open;
    String base =
        (sized ? type.substring(0, open) : type.split(" ", 2)[0]).toLowerCase(Locale.ROOT);
    String inside = sized ? type.substring(open + 1, close) : "";
    String behind = type.substring(sized ? close + 1 : base.length()).toLowerCase(Locale.ROOT);
    Kind kind = named(base.strip(), inside, spelled);
    if (kind.is(Family.TEXT, Family.ENUMERATION, Family.SET)) {
      return isExact(collation) ? kind : kind.with(Trait.FOLDED);
    }
    return kind.family() == Family.INTEGER && behind.contains("unsigned")
        ? kind.with(Trait.UNSIGNED)
        : kind;
  }

  /** Where nothing is said the database decides, which folds unless it was told otherwise. */
  private static boolean isExact(String collation) {
    return collation.endsWith("_bin") || collation.equals("binary");
  }

  private static Kind named(String base, String inside, String spelled) {
    List<Integer> numbers = NamedKinds.numbers(inside);
    int size = numbers.isEmpty() ? 0 : numbers.get(0);
    return switch (base) {
      case "tinyint" -> size == 1 ? Kind.of(Family.FLAG) : Kind.integer(8);
      case "bool", "boolean" -> Kind.of(Family.FLAG);
      case "smallint" -> Kind.integer(16);
      case "mediumint" -> Kind.integer(24);
      case "int", "integer" -> Kind.integer(32);
      case "bigint" -> Kind.integer(64);
      case "decimal", "numeric", "dec", "fixed" ->
          Kind.decimal(size == 0 ? 10 : size, numbers.size() > 1 ? numbers.get(1) : 0)
              .with(Trait.FINITE);
      case "float" -> Kind.floating(size > 24 ? 64 : 32).with(Trait.FINITE);
      case "double", "real" -> Kind.floating(64).with(Trait.FINITE);
      case "bit" -> Kind.bits(Math.max(size, 1));
      case "year" -> Kind.of(Family.YEAR);
      case "date" -> Kind.of(Family.DATE).with(Trait.FINITE, Trait.ZEROS);
      case "datetime" -> Kind.time(Family.TIMESTAMP, size).with(Trait.FINITE, Trait.ZEROS);
      case "timestamp" -> Kind.time(Family.INSTANT, size).with(Trait.FINITE, Trait.ZEROS);
      case "time" -> Kind.time(Family.TIME, size).with(Trait.BEYOND_DAY);
      case "char" -> Kind.text(Math.max(size, 1)).with(Trait.CUT, Trait.NUL);
      case "varchar" -> Kind.text(size).with(Trait.NUL);
      case "tinytext", "text", "mediumtext", "longtext" -> Kind.text().with(Trait.NUL);
      case "inet4", "inet6" -> Kind.text(45);
      case "binary" -> Kind.bytes(Math.max(size, 1)).with(Trait.FILLED);
      case "varbinary" -> Kind.bytes(size);
      case "tinyblob", "blob", "mediumblob", "longblob" -> Kind.bytes();
      case "enum" -> Kind.labelled(Family.ENUMERATION, labels(inside)).with(Trait.NUL);
      case "set" -> Kind.labelled(Family.SET, labels(inside)).with(Trait.NUL);
      case "json" -> Kind.of(Family.JSON).with(Trait.NUL);
      case "uuid" -> Kind.of(Family.UUID);
      default -> Kind.opaque(spelled);
    };
  }

  private static List<String> labels(String list) {
    List<String> labels = new ArrayList<>();
    Matcher label = LABEL.matcher(list);
    while (label.find()) {
      labels.add(Literals.plain(label.group(1)));
    }
    return labels;
  }
}
