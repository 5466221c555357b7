package io.crossfade.mysql.log;

import java.util.ArrayList;
import java.util.List;

/**
 * A column's type, taken apart: {@code varchar(40) collate utf8mb4_bin} and the like.
 *
 * @param name the first word
 * @param size the first number in parentheses; -1 where there is none
 * @param scale the second one; 0 where there is none
 * @param labels of an enum or a set
 * @param charset of a text; empty for everything else
 */
record ColumnType(
    String name, int size, int scale, boolean unsigned, List<String> labels, String charset) {

  static ColumnType parse(String type) {
    int open = type.indexOf('(');
    int space = type.indexOf(' ');
    int end = open >= 0 && (space < 0 || open < space) ? open : space < 0 ? type.length() : space;
    String name = type.substring(0, end);
    List<String> arguments = new ArrayList<>();
    int rest = open == end ? arguments(type, open + 1, arguments) : end;
    String tail = type.substring(rest);
    boolean isLabels = name.equals("enum") || name.equals("set");
    return new ColumnType(
        name,
        isLabels || arguments.isEmpty() ? -1 : Integer.parseInt(arguments.get(0)),
        isLabels || arguments.size() < 2 ? 0 : Integer.parseInt(arguments.get(1)),
        tail.contains(" unsigned"),
        isLabels ? List.copyOf(arguments) : List.of(),
        charset(tail));
  }

  /** Of a collation's name, it is the part before the first underscore. */
  private static String charset(String tail) {
    int collate = tail.indexOf(" collate ");
    if (collate < 0) {
      return "";
    }
    String collation = tail.substring(collate + 9).strip();
    int underscore = collation.indexOf('_');
    return underscore < 0 ? collation : collation.substring(0, underscore);
  }

  /** Returns where the closing parenthesis has passed. */
  private static int arguments(String type, int from, List<String> arguments) {
    StringBuilder argument = new StringBuilder();
    boolean quoted = false;
    for (int i = from; i < type.length(); i++) {
      char c = type.charAt(i);
      if (quoted && c == '\\') {
        argument.append(type.charAt(++i));
      } else if (c == '\'' && quoted && i + 1 < type.length() && type.charAt(i + 1) == '\'') {
        argument.append(c);
        i++;
      } else if (c == '\'') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == ')')) {
        arguments.add(argument.toString());
        argument.setLength(0);
        if (c == ')') {
          return i + 1;
        }
      } else {
        argument.append(c);
      }
    }
    throw new IllegalArgumentException("not the type of a column: " + type);
  }
}
