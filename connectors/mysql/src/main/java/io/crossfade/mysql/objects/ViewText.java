package io.crossfade.mysql.objects;

import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a view as the server keeps it: each name is quoted, each table has its database, each
 * column its table or that table's other name. No catalog says what a view reads, so that is taken
 * from there.
 */
record ViewText(Map<TableName, List<String>> columns) {
  private static final String NAME = "`((?:[^`]|``)+)`";

  /** Texts are passed over; else up to three names with points between, and one that follows. */
  private static final Pattern NAMES =
      Pattern.compile(
          "'(?:[^'\\\\]|''|\\\\.)*'|"
              + NAME
              + "(?:\\."
              + NAME
              + ")?(?:\\."
              + NAME
              + ")?(?: (?:AS |as )?"
              + NAME
              + ")?",
          Pattern.DOTALL);

  /**
   * @param relations all tables and views that there are
   */
  static ViewText read(String sql, Set<TableName> relations) {
    Map<TableName, Set<String>> columns = new TreeMap<>();
    Map<String, TableName> others = new HashMap<>();
    List<String[]> names = names(sql);
    for (String[] name : names) {
      TableName relation = new TableName(name[0], name[1]);
      if (name[2].isEmpty() && relations.contains(relation)) {
        columns.computeIfAbsent(relation, r -> new TreeSet<>());
        others.put(name[3].isEmpty() ? name[1] : name[3], relation);
      }
    }
    for (String[] name : names) {
      TableName whole = new TableName(name[0], name[1]);
      TableName other = others.get(name[0]);
      if (!name[2].isEmpty() && relations.contains(whole)) {
        columns.computeIfAbsent(whole, r -> new TreeSet<>()).add(name[2]);
      } else if (name[2].isEmpty()
          && !name[1].isEmpty()
          && other != null
          && !relations.contains(whole)) {
        columns.computeIfAbsent(other, r -> new TreeSet<>()).add(name[1]);
      }
    }
    Map<TableName, List<String>> sorted = new TreeMap<>();
    columns.forEach((relation, found) -> sorted.put(relation, List.copyOf(found)));
    return new ViewText(sorted);
  }

  private static List<String[]> names(String sql) {
    List<String[]> all = new ArrayList<>();
    Matcher matcher = NAMES.matcher(sql);
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        String[] name = new String[4];
        for (int i = 0; i < name.length; i++) {
          String part = matcher.group(i + 1);
          name[i] = part == null ? "" : part.replace("``", "`");
        }
        all.add(name);
      }
    }
    return all;
  }
}
