package io.crossfade.gateway.reads;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.util.TablesNamesFinder;

/// What a parser says of a statement. It may take long: not for an event loop.
///
/// @param tables as they are written there, with schema and quotes
/// @param ordered whether the rows come in an order of their own
/// @param cuts how often it says that only some of the rows come: LIMIT, OFFSET, FETCH
record Grammar(Set<String> tables, boolean ordered, long cuts) {
  private static final System.Logger LOG = System.getLogger(Grammar.class.getName());

  /// Empty for what is no query, or cannot be parsed.
  static Optional<Grammar> of(String text) {
    try {
      Statement statement = CCJSqlParserUtil.parse(text);
      if (!(statement instanceof Select select)
          || select.getForClause() != null
          || select.getForMode() != null
          || (select instanceof PlainSelect plain && plain.getIntoTables() != null)) {
        return Optional.empty();
      }
      Set<String> tables = new TablesNamesFinder<Void>().getTables(statement);
      boolean ordered = select.getOrderByElements() != null;
      long cuts =
          Stream.of(select.getLimit(), select.getOffset(), select.getFetch())
              .filter(Objects::nonNull)
              .count();
      return Optional.of(new Grammar(tables, ordered, cuts));
    } catch (JSQLParserException | UnsupportedOperationException e) {
      LOG.log(System.Logger.Level.DEBUG, "Not parsed, so it stays where writes go: {0}", text);
      return Optional.empty();
    }
  }
}
