package io.crossfade.adapters.pgbouncer;

import io.crossfade.adapters.ConfigFile;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The file in which the lines of the databases stand.
record PgBouncerFile(ConfigFile file) {

  /// Where the file has it. Throws where that cannot be told.
  Place place(String database) {
    IniFile.Found found = only(new IniFile(file.text()), database);
    Place place = found.line().place();
    if (place == null) {
      throw invalid(
          "the line of %s cannot be understood; write it as %s = host=... port=... dbname=..."
              .formatted(database, database));
    }
    return place;
  }

  boolean holdsPassword(String database) {
    return only(new IniFile(file.text()), database).line().holdsPassword();
  }

  /// Lets each database point there, from the next `RELOAD` on.
  void point(Map<String, Place> places) {
    IniFile before = new IniFile(file.text());
    IniFile after = before;
    for (Map.Entry<String, Place> one : new TreeMap<>(places).entrySet()) {
      IniFile.Found found = only(after, one.getKey());
      if (!one.getValue().equals(found.line().place())) {
        after = after.with(found, found.line().at(one.getValue()));
      }
    }
    if (!after.equals(before)) {
      file.replace(after.text());
    }
  }

  private IniFile.Found only(IniFile text, String database) {
    List<IniFile.Found> lines = text.lines(database);
    if (lines.size() == 1) {
      return lines.getFirst();
    }
    List<String> includes = text.includes();
    throw invalid(
        lines.size() > 1
            ? "%s has %d lines in [databases]; keep one".formatted(database, lines.size())
            : includes.isEmpty()
                ? "%s has no line below [databases]; write one, for `*` cannot be led"
                    .formatted(database)
                : "%s has no line below [databases]. If it stands in a file that is included (%s), write it into this one: included files are not changed"
                    .formatted(database, String.join(", ", includes)));
  }

  private CrossfadeException invalid(String what) {
    return new CrossfadeException(
        ErrorCode.CONFIGURATION_INVALID, "%s: %s.".formatted(file.path(), what));
  }
}
