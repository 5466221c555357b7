package io.crossfade.engine.manifest;

import io.crossfade.model.TableName;
import java.util.regex.Pattern;

/// `schema.table`, in which `*` stands for any number of characters and `?` for one. Neither
/// crosses the dot.
public record TablePattern(String text, Place at) {

  public boolean matches(TableName table) {
    int dot = text.indexOf('.');
    return glob(text.substring(0, dot)).matcher(table.schema()).matches()
        && glob(text.substring(dot + 1)).matcher(table.name()).matches();
  }

  private static Pattern glob(String part) {
    StringBuilder regex = new StringBuilder();
    for (char c : part.toCharArray()) {
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
