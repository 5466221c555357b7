package io.crossfade.mysql.foreign;

import io.crossfade.connector.PlainDefault;
import io.crossfade.connector.portable.LeftOut;
import io.crossfade.connector.portable.OwnWords;
import io.crossfade.model.Column;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.model.values.Refused;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What MySQL's and MariaDB's words are in plain ones. */
public final class MySqlWords implements OwnWords {
  private static final Pattern QUOTED =
      Pattern.compile("(b?)'((?:[^'\\\\]|''|\\\\.)*)'", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final Pattern NOW = Pattern.compile("(current_timestamp|now)(\\(\\d*\\))?");
  private static final Pattern ON_UPDATE = Pattern.compile("(?is)\\s*on update (.*)");
  private static final String NEW_UUID = "(uuid())";

  /** As these servers print it within a text. */
  private static final Pattern QUOTE = Pattern.compile("(?<!\\\\)\\\\'");

  /** Of a text, its character set; texts themselves are passed over. */
  private static final Pattern INTRODUCER =
      Pattern.compile("'(?:[^']|'')*'|_(?:utf8\\w*|latin1|ascii)(?=')");

  @Override
  public String engine() {
    return "MySQL";
  }

  /** Two strokes are a word for OR here. */
  @Override
  public String plain(String sql) throws Refused {
    if (sql.contains("||")) {
      throw new Refused("it has two strokes");
    }
    return INTRODUCER
        .matcher(QUOTE.matcher(sql).replaceAll("''"))
        .replaceAll(
            found -> Matcher.quoteReplacement(found.group().startsWith("'") ? found.group() : ""));
  }

  @Override
  public Optional<PlainDefault> defaultOf(Column column, LeftOut left) {
    String given = column.defaultExpression();
    if (given == null || given.equalsIgnoreCase("NULL")) {
      return Optional.empty();
    }
    Matcher update = ON_UPDATE.matcher(given);
    if (update.find()) {
      left.add(
          "ON UPDATE " + update.group(1).toUpperCase(Locale.ROOT) + " of column " + column.name(),
          "no other engine does that by itself: from the cutover on the column stays as it is unless the application sets it, or a trigger that you make there after `cleanup`");
      given = given.substring(0, update.start());
    }
    if (given.isBlank()) {
      return Optional.empty();
    }
    Optional<PlainDefault> plain = plainDefault(given);
    if (plain.isEmpty()) {
      left.untranslated("the default of column " + column.name(), given);
    }
    return plain;
  }

  private static Optional<PlainDefault> plainDefault(String given) {
    if (NOW.matcher(given.toLowerCase(Locale.ROOT)).matches()) {
      return Optional.of(new PlainDefault.Now());
    }
    if (given.equalsIgnoreCase(NEW_UUID)) {
      return Optional.of(new PlainDefault.NewUuid());
    }
    if (NUMBER.matcher(given).matches()) {
      return Optional.of(new PlainDefault.Literal(given));
    }
    Matcher quoted = QUOTED.matcher(given);
    return quoted.matches()
        ? Optional.of(new PlainDefault.Literal(Literals.plain(quoted.group(2))))
        : Optional.empty();
  }

  @Override
  public Optional<Index> index(Index index, Table table) {
    return PortableIndex.of(index, table);
  }
}
