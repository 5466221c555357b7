package io.crossfade.adapters.pgbouncer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of PgBouncer's configuration file, of which only lines of `[databases]` are understood.
record IniFile(String text) {
  private static final Pattern SECTION = Pattern.compile("\\s*\\[([^\\]]*)\\](?s:.*)");
  private static final Pattern INCLUDE = Pattern.compile("\\s*%include\\s+(\\S+)\\s*");
  private static final Pattern DATABASE =
      Pattern.compile("\\s*(\"(?:[^\"]|\"\")+\"|[\\w.*-]+)[ \\t]*=[ \\t]*(.*?)\\s*");

  /// Where a database's text stands in the file.
  record Found(int start, int end, DatabaseLine line) {}

  /// All lines of this database; PgBouncer would take the last.
  List<Found> lines(String database) {
    List<Found> found = new ArrayList<>();
    String section = "";
    for (int start = 0, end; start < text.length(); start = end + 1) {
      int newline = text.indexOf('\n', start);
      end = newline < 0 ? text.length() : newline;
      String line = text.substring(start, end);
      Matcher heading = SECTION.matcher(line);
      Matcher entry = DATABASE.matcher(line);
      if (heading.matches()) {
        section = heading.group(1);
      } else if (section.equals("databases")
          && entry.matches()
          && unquoted(entry.group(1)).equals(database)) {
        found.add(
            new Found(
                start + entry.start(2),
                start + entry.end(2),
                new DatabaseLine(database, entry.group(2))));
      }
    }
    return found;
  }

  List<String> includes() {
    return text.lines()
        .map(INCLUDE::matcher)
        .filter(Matcher::matches)
        .map(m -> m.group(1))
        .toList();
  }

  /// The same with another line where this one stood.
  IniFile with(Found found, DatabaseLine line) {
    return new IniFile(
        text.substring(0, found.start()) + line.text() + text.substring(found.end()));
  }

  private static String unquoted(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name;
  }
}
