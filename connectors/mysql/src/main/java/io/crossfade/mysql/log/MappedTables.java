package io.crossfade.mysql.log;

import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one file of the log, by the numbers under which it tells their rows. Each is
 * described again before each statement; what is described alike is looked at once.
 */
final class MappedTables {
  record Mapped(byte[] description, TableDecoder decoder, boolean isMark) {}

  private final Scope scope;
  private final TableMatch match;
  private final IntFunction<@Nullable String> charsets;
  private final Map<Long, Mapped> mapped = new HashMap<>();

  /**
   * @param charsets the name of a collation's character set, by the collation's number
   */
  MappedTables(Scope scope, TableMatch match, IntFunction<@Nullable String> charsets) {
    this.scope = scope;
    this.match = match;
    this.charsets = charsets;
  }

  void clear() {
    mapped.clear();
  }

  /** Null where the table is not in scope. */
  @Nullable Mapped find(long id) {
    return mapped.get(id);
  }

  void take(Bytes in) {
    long id = in.int48();
    in.skip(2);
    Mapped before = mapped.get(id);
    if (before != null && isSame(before.description(), in)) {
      return;
    }
    int from = in.at();
    TableName name = TableMap.name(in);
    boolean isMark = name.equals(MarkTable.NAME);
    Table table = isMark ? MarkTable.TABLE : scope.table(name);
    if (table == null) {
      mapped.remove(id);
      return;
    }
    byte[] description = Arrays.copyOfRange(in.array(), from, in.end());
    TableMap map = TableMap.read(new Bytes(description), charsets);
    scope.requireKnown(map);
    mapped.put(id, new Mapped(description, match.decoder(map, table), isMark));
  }

  private static boolean isSame(byte[] description, Bytes in) {
    return Arrays.equals(description, 0, description.length, in.array(), in.at(), in.end());
  }
}
