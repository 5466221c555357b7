package io.crossfade.postgresql.foreign;

import io.crossfade.connector.PlainDefault;
import io.crossfade.connector.portable.LeftOut;
import io.crossfade.connector.portable.OwnWords;
import io.crossfade.model.Column;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What PostgreSQL's words are in plain ones. */
public final class PostgresWords implements OwnWords {
  private static final Pattern LITERAL =
      Pattern.compile("\\(?'((?:[^'\\\\]|'')*)'::[^']*|\\(?(-?\\d+(?:\\.\\d+)?)\\)?(?:::[^']*)?");
  private static final Set<String> NOW =
      Set.of("now()", "CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "transaction_timestamp()");
  private static final Set<String> NEW_UUID = Set.of("gen_random_uuid()", "uuid_generate_v4()");

  /** That of a text, in characters; of anything else it is refused. */
  private static final Pattern LENGTH =
      Pattern.compile("'(?:[^']|'')*'|\"[^\"]*\"|\\blength(?=\\()");

  private static final Pattern ACTION =
      Pattern.compile("ON (UPDATE|DELETE) (RESTRICT|CASCADE|SET NULL|NO ACTION)");

  @Override
  public String engine() {
    return "PostgreSQL";
  }

  @Override
  public String plain(String sql) {
    return LENGTH
        .matcher(sql)
        .replaceAll(found ->
            Matcher.quoteReplacement(
                found.group().equals("length") ? "char_length" : found.group()));
  }

  @Override
  public Optional<PlainDefault> defaultOf(Column column, LeftOut left) {
    String given = column.defaultExpression();
    if (given == null || given.startsWith("NULL::")) {
      return Optional.empty();
    }
    Optional<PlainDefault> plain = plainDefault(given);
    if (plain.isEmpty()) {
      left.untranslated("the default of column " + column.name(), given);
    }
    return plain;
  }

  private static Optional<PlainDefault> plainDefault(String given) {
    if (NOW.contains(given)) {
      return Optional.of(new PlainDefault.Now());
    }
    if (NEW_UUID.contains(given)) {
      return Optional.of(new PlainDefault.NewUuid());
    }
    if (given.equals("true") || given.equals("false")) {
      return Optional.of(new PlainDefault.Literal(given.substring(0, 1)));
    }
    Matcher literal = LITERAL.matcher(given);
    if (!literal.matches()) {
      return Optional.empty();
    }
    String text = literal.group(1);
    String value = text == null ? literal.group(2) : text.replace("''", "'");
    return Optional.of(new PlainDefault.Literal(value));
  }

  @Override
  public Optional<Index> index(Index index, Table table) {
    return PortableIndex.of(index);
  }

  @Override
  public ForeignKey foreignKey(ForeignKey key, LeftOut left) {
    List<String> actions = new ArrayList<>();
    Matcher action = ACTION.matcher(key.actions());
    while (action.find()) {
      actions.add(action.group());
    }
    String known = String.join(" ", actions);
    if (!known.equals(key.actions())) {
      left.add(
          "a part of foreign key " + key.name(),
          "only the source's engine knows: " + key.actions());
    }
    return new ForeignKey(
        key.name(), key.columns(), key.references(), key.referencedColumns(), known);
  }
}
