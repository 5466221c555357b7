package io.crossfade.connector.expression;

import io.crossfade.connector.expression.Term.Sort;
import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;
import io.crossfade.model.values.Refused;
import java.util.regex.Pattern;
import net.sf.jsqlparser.expression.StringValue;

/** Numbers, and texts in quotes. */
final class Literals {
  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");
  private static final Pattern DATE = Pattern.compile("'\\d{4}-\\d\\d-\\d\\d'");
  private static final Pattern TIMESTAMP =
      Pattern.compile("'\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?'");

  Term number(String text) throws Refused {
    if (!NUMBER.matcher(text).matches()) {
      throw new Refused("engines may take the number otherwise: " + text);
    }
    int point = text.indexOf('.');
    return Term.number(
        text, point < 0 ? text.length() : point, point < 0 ? 0 : text.length() - point - 1);
  }

  /** Without the words before it that some engines know. */
  Term quoted(StringValue text) throws Refused {
    if (text.getPrefix() != null) {
      throw new Refused("engines may take the text otherwise: " + text);
    }
    return Term.of("'" + text.getValue() + "'", Sort.QUOTED);
  }

  /** Whether a text beside such a column means the same to all engines. */
  void require(Kind kind, String quoted) throws Refused {
    String plain = quoted.substring(1, quoted.length() - 1).replace("''", "'");
    boolean same =
        (kind.is(Family.TEXT) && !kind.has(Trait.FOLDED))
            || (kind.is(Family.ENUMERATION) && kind.labels().contains(plain))
            || (kind.is(Family.DATE, Family.TIMESTAMP) && DATE.matcher(quoted).matches())
            || (kind.is(Family.TIMESTAMP) && TIMESTAMP.matcher(quoted).matches());
    if (!same) {
      throw new Refused(
          kind.is(Family.TEXT)
              ? "its collation takes other letters for equal"
              : "engines may compare it otherwise with " + quoted);
    }
  }
}
