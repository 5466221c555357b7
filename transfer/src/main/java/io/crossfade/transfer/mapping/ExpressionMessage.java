package io.crossfade.transfer.mapping;

import io.crossfade.model.Column;
import io.crossfade.model.Table;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says what CEL complains of in the words of a manifest. */
final class ExpressionMessage {
  private static final Pattern UNKNOWN = Pattern.compile("undeclared reference to '([^']*)'.*");
  private static final Pattern OPERANDS =
      Pattern.compile("found no matching overload for '([^']*)' applied to '(.*?)'( \\(candid.*)?");

  private ExpressionMessage() {}

  static String what(String message, Table table) {
    Matcher unknown = UNKNOWN.matcher(message);
    if (unknown.matches()) {
      String name = unknown.group(1);
      boolean generated = table.has(name) && table.column(name).generated();
      return generated
          ? "column " + name + " is generated, so no log carries it"
          : table.name() + " has no column " + name + ", and there is no such function";
    }
    Matcher operands = OPERANDS.matcher(message);
    if (operands.matches()) {
      String types =
          operands
              .group(2)
              .replaceAll("wrapper\\(([a-z]*)\\)", "$1")
              .replace("google.protobuf.", "");
      return operator(operands.group(1)) + " does not take " + types;
    }
    return message;
  }

  static String mend(String message, Table table) {
    if (UNKNOWN.matcher(message).matches()) {
      return "its columns are "
          + table.columns().stream()
              .filter(ExpressionLanguage::canUse)
              .map(Column::name)
              .collect(Collectors.joining(", "));
    }
    if (OPERANDS.matcher(message).matches()) {
      return "convert with int(...), double(...), decimal(...) or string(...)";
    }
    return "see docs/manifest.md for what an expression may say";
  }

  private static String operator(String function) {
    boolean isOperator = function.contains("_");
    return (isOperator ? "operator " : "function ")
        + (isOperator ? function.replace("_", "") : function);
  }
}
