package io.crossfade.mysql.log;

import io.crossfade.model.Position;

/**
 * A byte's place in the binary log: the number of a file, and an offset in it. The text has leading
 * zeros, so that texts compare as positions do.
 */
public record BinlogPosition(long file, long offset) implements Position {
  private static final long serialVersionUID = 1;

  /** Before everything. */
  public static final BinlogPosition ZERO = new BinlogPosition(0, 0);

  /** What of a transaction's number tells the offset: 64 GB in a file. */
  private static final int OFFSET_BITS = 36;

  public static BinlogPosition parse(String text) {
    int colon = text.indexOf(':');
    try {
      if (colon < 0) {
        throw new NumberFormatException("no colon");
      }
      return new BinlogPosition(
          Long.parseLong(text, 0, colon, 10), Long.parseLong(text, colon + 1, text.length(), 10));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a position in a binary log: " + text, e);
    }
  }

  /** From a file's name as the server has it: {@code binlog.000012}. */
  static BinlogPosition of(String fileName, long offset) {
    return new BinlogPosition(number(fileName), offset);
  }

  static long number(String fileName) {
    try {
      return Long.parseLong(fileName.substring(fileName.lastIndexOf('.') + 1));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not the name of a binary log: " + fileName, e);
    }
  }

  static BinlogPosition ofTransaction(long id) {
    return new BinlogPosition(id >>> OFFSET_BITS, id & ((1L << OFFSET_BITS) - 1));
  }

  /** The number of the transaction that ends here. */
  long transaction() {
    if (offset >>> OFFSET_BITS != 0 || file >>> (63 - OFFSET_BITS) != 0) {
      throw new IllegalStateException("a binary log as large as this is not foreseen: " + this);
    }
    return file << OFFSET_BITS | offset;
  }

  BinlogPosition max(BinlogPosition other) {
    return isAtLeast(other) ? this : other;
  }

  @Override
  public int compareTo(Position other) {
    BinlogPosition that = (BinlogPosition) other;
    int byFile = Long.compare(file, that.file);
    return byFile != 0 ? byFile : Long.compare(offset, that.offset);
  }

  @Override
  public String encode() {
    return String.format("%010d:%012d", file, offset);
  }

  @Override
  public String toString() {
    return encode();
  }
}
