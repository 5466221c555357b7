package io.crossfade.postgresql.log;

import io.crossfade.model.Position;

/** A byte's place in the log, as PostgreSQL counts and writes it: {@code 16/B374D848}. */
public record Lsn(long value) implements Position {
  private static final long serialVersionUID = 1;

  /** Before everything. */
  public static final Lsn ZERO = new Lsn(0);

  public static Lsn parse(String text) {
    int slash = text.indexOf('/');
    try {
      if (slash < 0) {
        throw new NumberFormatException("no slash");
      }
      long high = Integer.parseUnsignedInt(text, 0, slash, 16);
      long low =
          Integer.toUnsignedLong(Integer.parseUnsignedInt(text, slash + 1, text.length(), 16));
      return new Lsn(high << 32 | low);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a position in PostgreSQL's log: " + text, e);
    }
  }

  public Lsn max(Lsn other) {
    return isAtLeast(other) ? this : other;
  }

  @Override
  public int compareTo(Position other) {
    return Long.compareUnsigned(value, ((Lsn) other).value);
  }

  @Override
  public String encode() {
    return String.format("%X/%X", (int) (value >>> 32), (int) value);
  }

  @Override
  public String toString() {
    return encode();
  }
}
