package io.crossfade.connector;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.ColumnMapping.Converted;
import io.crossfade.model.TableMapping;
import io.crossfade.model.values.Conversion;
import io.crossfade.model.values.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Converts values on their way into a sink, as a mapping says. What is only checked passes unseen,
 * and so does what would be refused: no value of the written column equals it, and whoever then
 * reads the row by itself is told why.
 */
public final class ConvertedTexts implements TextSink {
  /** By column; null where the text stays as it is. */
  private final @Nullable Conversion[] conversions;

  /** By column, of the letters that were met: flags and the like have no more than one. */
  private final byte[][][] letters;

  private final TextSink sink;
  private int column;

  private ConvertedTexts(@Nullable Conversion[] conversions, TextSink sink) {
    this.conversions = conversions;
    this.letters = new byte[conversions.length][128][];
    this.sink = sink;
  }

  /** For rows as a reader gives them: without {@code Computed} and {@code WhenMissing} columns. */
  public static TextSink of(TableMapping mapping, TextSink sink) {
    @Nullable Conversion[] conversions =
        mapping.columns().stream()
            .filter(ConvertedTexts::isRead)
            .map(ConvertedTexts::conversion)
            .toArray(Conversion[]::new);
    boolean nothing = Arrays.stream(conversions).allMatch(c -> c == null);
    return nothing ? sink : new ConvertedTexts(conversions, sink);
  }

  private static boolean isRead(ColumnMapping column) {
    return !(column instanceof ColumnMapping.Computed)
        && !(column instanceof ColumnMapping.WhenMissing);
  }

  private static @Nullable Conversion conversion(ColumnMapping column) {
    if (column instanceof Converted converted && !converted.conversion().keepsText()) {
      return converted.conversion();
    }
    return null;
  }

  @Override
  public void value(byte[] bytes, int from, int to) {
    Conversion conversion = conversions[column++];
    if (conversion == null) {
      sink.value(bytes, from, to);
    } else {
      byte[] converted = converted(conversion, bytes, from, to);
      sink.value(converted, 0, converted.length);
    }
  }

  private byte[] converted(Conversion conversion, byte[] bytes, int from, int to) {
    byte letter = to - from == 1 ? bytes[from] : -1;
    if (letter < 0) {
      return apply(conversion, bytes, from, to);
    }
    byte[][] known = letters[column - 1];
    if (known[letter] == null) {
      known[letter] = apply(conversion, bytes, from, to);
    }
    return known[letter];
  }

  private static byte[] apply(Conversion conversion, byte[] bytes, int from, int to) {
    String value = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    try {
      value = conversion.apply(value);
    } catch (Refused e) {
      // It differs as it is.
    }
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void nothing() {
    column++;
    sink.nothing();
  }

  @Override
  public void end() {
    column = 0;
    sink.end();
  }
}
