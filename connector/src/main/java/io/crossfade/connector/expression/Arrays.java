package io.crossfade.connector.expression;

import io.crossfade.model.values.Refused;
import java.util.List;
import net.sf.jsqlparser.expression.ArrayConstructor;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;

/** Arrays as PostgreSQL prints the list of an IN. */
final class Arrays {
  private Arrays() {}

  /** The elements of the array that is given to ANY or ALL. */
  static List<? extends Expression> elements(Function function) throws Refused {
    if (function.getParameters() != null
        && function.getParameters().size() == 1
        && Casts.bare(function.getParameters().get(0)) instanceof ArrayConstructor array) {
      return array.getExpressions();
    }
    throw new Refused("engines may take it otherwise: " + function);
  }
}
