package io.crossfade.gateway.reads;

import io.crossfade.gateway.reads.Lexed.Word;
import io.crossfade.model.TableName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Decides whether a statement only reads. Each rule refuses; what none refuses is a read. A parser
/// and the words alone each have to agree: where they read a text in two ways, one of them refuses.
final class Rules {
  /// As PostgreSQL is built: it cuts longer names off.
  private static final int LONGEST_NAME = 63;

  /// None of them stands in a query that only reads, but as a name, which may be written in quotes.
  private static final Set<String> REFUSED =
      words(
          """
          insert update delete merge into share tablesample user current_user session_user current_role
          current_catalog current_schema system_user\
          """);

  private static final Set<String> FIRST = words("select with");
  private static final Set<String> CUTS = words("limit offset fetch");

  /// What may stand before a parenthesis without calling anything.
  private static final Set<String> BEFORE_PARENTHESIS =
      words(
          """
          and or not in any all some exists on using where from select as by having case when then else
          between like ilike values distinct union except intersect limit offset fetch array row coalesce
          greatest least nullif cast extract substring position overlay trim numeric decimal dec varchar
          char character nchar bit time timestamp interval float over filter group order join lateral
          materialized varying precision\
          """);

  /// What two databases answer differently although they hold the same rows.
  private static final Set<String> NOT_COMPARED =
      words(
          """
          now statement_timestamp transaction_timestamp age current_date current_time current_timestamp
          localtime localtimestamp array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg
          xmlagg row_number first_value last_value nth_value lag lead ntile ctid xmin xmax cmin cmax tableoid
          oid regclass regproc regtype regnamespace\
          """);

  private Rules() {}

  static Optional<Read> read(Lexed lexed, Catalog catalog) {
    List<Word> words = lexed.words();
    if (!catalog.sound()
        || words.isEmpty()
        || !FIRST.contains(words.getFirst().name())
        || words.stream().anyMatch(word -> isRefused(word, catalog))) {
      return Optional.empty();
    }
    return Grammar.of(lexed.text())
        .filter(grammar -> readsMovedTables(grammar, catalog))
        .map(grammar -> new Read(name(lexed), grammar.ordered(), isComparable(words, grammar)));
  }

  private static boolean isRefused(Word word, Catalog catalog) {
    return word.name().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME
        || (!word.quoted() && REFUSED.contains(word.name()))
        || catalog.noTables().contains(word.name())
        || catalog.attributes().contains(word.name())
        || (word.called() && !mayBeCalled(word, catalog));
  }

  private static boolean mayBeCalled(Word word, Catalog catalog) {
    if (catalog.noFunctions().contains(word.name())) {
      return false;
    }
    return catalog.functions().contains(word.name())
        || (!word.quoted() && BEFORE_PARENTHESIS.contains(word.name()));
  }

  private static boolean readsMovedTables(Grammar grammar, Catalog catalog) {
    return !grammar.tables().isEmpty()
        && grammar.tables().stream().allMatch(table -> isMoved(table, catalog));
  }

  private static boolean isMoved(String written, Catalog catalog) {
    Lexed name = Lexed.of(written);
    if (name == null) {
      return false;
    }
    List<Word> parts = name.words();
    return switch (parts.size()) {
      case 1 -> catalog.isMoved(parts.getFirst().name());
      case 2 ->
          catalog.tables().contains(new TableName(parts.getFirst().name(), parts.getLast().name()));
      default -> false;
    };
  }

  /// Which rows are left of a query without an order, nobody knows.
  private static boolean isComparable(List<Word> words, Grammar grammar) {
    boolean distinctOn = false;
    for (int i = 1; i < words.size(); i++) {
      distinctOn |= words.get(i).name().equals("on") && words.get(i - 1).name().equals("distinct");
    }
    long cuts = words.stream().filter(word -> CUTS.contains(word.name())).count();
    return !distinctOn
        && (cuts == 0 || (grammar.ordered() && cuts == grammar.cuts()))
        && words.stream().noneMatch(word -> NOT_COMPARED.contains(word.name()));
  }

  private static String name(Lexed lexed) {
    return lexed.text().replace(Lexed.TEXT, "?");
  }

  private static Set<String> words(String list) {
    return Set.of(list.split("\\s+"));
  }
}
