package io.crossfade.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The values of a row in its canonical text form, one for each column of a list that the context
 * names. A value may be absent: a log need not repeat a large value that a change left as it was.
 */
public final class Row implements Serializable {
  private static final long serialVersionUID = 1;

  /** Shared by all whole rows, for there are many of them; nothing here changes it. */
  private static final BitSet NOTHING_ABSENT = new BitSet();

  private final @Nullable String[] values;
  private final BitSet absent;

  private Row(@Nullable String[] values, BitSet absent) {
    this.values = values;
    this.absent = absent;
  }

  /** A row in which every value is present. The array is the row's from now on. */
  public static Row of(@Nullable String... values) {
    return new Row(values, NOTHING_ABSENT);
  }

  /** A row in which the marked values are absent. Both arguments are the row's from now on. */
  public static Row partial(@Nullable String[] values, BitSet absent) {
    return new Row(values, absent);
  }

  public int size() {
    return values.length;
  }

  public @Nullable String value(int column) {
    if (absent.get(column)) {
      throw new IllegalStateException("the log did not carry column " + column);
    }
    return values[column];
  }

  public boolean isAbsent(int column) {
    return absent.get(column);
  }

  public boolean isWhole() {
    return absent.isEmpty();
  }

  /** This row, its absent values taken from {@code older}. */
  public Row filledFrom(Row older) {
    @Nullable String[] filled = values.clone();
    BitSet still = new BitSet();
    for (int i = absent.nextSetBit(0); i >= 0; i = absent.nextSetBit(i + 1)) {
      if (older.absent.get(i)) {
        still.set(i);
      } else {
        filled[i] = older.values[i];
      }
    }
    return new Row(filled, still);
  }

  /** About how many bytes of memory the values take. */
  public long weight() {
    long weight = 0;
    for (String value : values) {
      weight += value == null ? 0 : 2L * value.length();
    }
    return weight;
  }

  /** The columns whose values are absent. */
  public BitSet absentColumns() {
    return (BitSet) absent.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Row row
        && Arrays.equals(values, row.values)
        && absent.equals(row.absent);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
