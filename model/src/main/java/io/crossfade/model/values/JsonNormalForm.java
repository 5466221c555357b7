package io.crossfade.model.values;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * One text for all JSON documents that mean the same: without blanks, keys in order and each once
 * (the last one counts, as databases have it), characters as they are, numbers by their value.
 *
 * <p>Engines keep a number that is not whole as a double, or as it was written. So two are the same
 * here where they are the same double.
 */
final class JsonNormalForm {
  /** Deeper ones are none that a database takes. */
  private static final int DEEPEST = 2_000;

  private final String text;
  private int at;
  private int depth;

  private JsonNormalForm(String text) {
    this.text = text;
  }

  static String of(String document) throws Refused {
    JsonNormalForm form = new JsonNormalForm(document);
    try {
      StringBuilder out = new StringBuilder(document.length());
      form.value(out);
      form.blanks();
      if (form.at < document.length()) {
        throw broken();
      }
      return out.toString();
    } catch (StringIndexOutOfBoundsException | NumberFormatException e) {
      throw broken();
    }
  }

  private static Refused broken() {
    return new Refused("the text is no JSON document");
  }

  private void value(StringBuilder out) throws Refused {
    blanks();
    switch (text.charAt(at)) {
      case '{' -> object(out);
      case '[' -> array(out);
      case '"' -> quoted(out, string());
      case 't' -> word(out, "true");
      case 'f' -> word(out, "false");
      case 'n' -> word(out, "null");
      default -> number(out);
    }
  }

  private void object(StringBuilder out) throws Refused {
    deeper();
    Map<String, String> fields = new TreeMap<>();
    while (another('}', fields.isEmpty())) {
      String name = string();
      blanks();
      expect(':');
      StringBuilder value = new StringBuilder();
      value(value);
      fields.put(name, value.toString());
    }
    out.append('{');
    fields.forEach((name, value) -> {
      quoted(out, name);
      out.append(':').append(value).append(',');
    });
    end(out, '}');
  }

  private void array(StringBuilder out) throws Refused {
    deeper();
    out.append('[');
    boolean first = true;
    while (another(']', first)) {
      first = false;
      value(out);
      out.append(',');
    }
    end(out, ']');
  }

  /** Whether one more element follows; else the end is passed. */
  private boolean another(char end, boolean first) throws Refused {
    blanks();
    if (text.charAt(at) == end) {
      if (!first || text.charAt(at - 1) != ',') {
        at++;
        return false;
      }
      throw broken();
    }
    if (!first) {
      expect(',');
      blanks();
      if (text.charAt(at) == end) {
        throw broken();
      }
    }
    return true;
  }

  private void deeper() throws Refused {
    at++;
    if (++depth > DEEPEST) {
      throw new Refused("the JSON document is nested too deeply");
    }
  }

  private void end(StringBuilder out, char end) {
    depth--;
    if (out.charAt(out.length() - 1) == ',') {
      out.setLength(out.length() - 1);
    }
    out.append(end);
  }

  private String string() throws Refused {
    expect('"');
    StringBuilder plain = new StringBuilder();
    for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
      plain.append(c == '\\' ? escaped() : c);
    }
    return plain.toString();
  }

  private char escaped() throws Refused {
    char letter = text.charAt(at++);
    return switch (letter) {
      case '"', '\\', '/' -> letter;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> (char) Integer.parseInt(text.substring(at, at += 4), 16);
      default -> throw broken();
    };
  }

  private static void quoted(StringBuilder out, String plain) {
    out.append('"').append(plain.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
  }

  private void word(StringBuilder out, String word) throws Refused {
    if (!text.startsWith(word, at)) {
      throw broken();
    }
    at += word.length();
    out.append(word);
  }

  private void number(StringBuilder out) {
    int from = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String number = text.substring(from, at);
    boolean whole = number.length() <= 18 && number.indexOf('.') < 0 && exponent(number) < 0;
    if (whole) {
      out.append(Long.parseLong(number));
      return;
    }
    BigDecimal exact = new BigDecimal(number);
    double nearest = exact.doubleValue();
    boolean isLong = exact.precision() - exact.scale() <= 20 && isWhole(exact);
    out.append(
        isLong ? exact.toBigInteger().toString() : ShortestFloat.digits(nearest).toPlainString());
  }

  private static int exponent(String number) {
    return Math.max(number.indexOf('e'), number.indexOf('E'));
  }

  private static boolean isWhole(BigDecimal number) {
    return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
  }

  private void expect(char c) throws Refused {
    if (text.charAt(at) != c) {
      throw broken();
    }
    at++;
  }

  private void blanks() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }
}
