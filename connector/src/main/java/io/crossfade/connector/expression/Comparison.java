package io.crossfade.connector.expression;

import io.crossfade.connector.expression.Term.Sort;
import io.crossfade.model.values.Refused;
import java.util.Set;

/** Two values beside each other. */
record Comparison(Term left, String operator, Term right) {
  private static final Set<String> KNOWN = Set.of("=", "<>", "<", "<=", ">", ">=");
  private static final Set<String> OF_EQUALS = Set.of("=", "<>");

  void require() throws Refused {
    boolean alike =
        switch (left.sort()) {
          case NUMBER -> right.is(Sort.NUMBER);
          // What is no whole number is another one in binary.
          case FLOAT -> right.is(Sort.NUMBER) && right.scale() == 0;
          // Texts have as many orders as there are collations.
          case TEXT -> right.is(Sort.QUOTED) && OF_EQUALS.contains(operator);
          case DATE -> right.is(Sort.DATE) || right.is(Sort.QUOTED);
          case TIMESTAMP -> right.is(Sort.TIMESTAMP) || right.is(Sort.QUOTED);
          case CONDITION, QUOTED -> false;
        };
    if (!alike || !KNOWN.contains(operator)) {
      throw new Refused(
          "engines may compare otherwise: " + left.sql() + " " + operator + " " + right.sql());
    }
  }
}
