package io.crossfade.mysql.log;

/** How the log writes the values of a column. */
sealed interface LoggedValue {
  /** The value's canonical text. */
  String read(Bytes in);

  /** Passes over a value. */
  void skip(Bytes in);

  /** Makes text of a value of known size. */
  @FunctionalInterface
  interface Reading {
    String text(Bytes in);
  }

  /** Makes text of bytes. */
  @FunctionalInterface
  interface Printing {
    String text(byte[] bytes, int from, int length);
  }

  /** All values have this size. */
  record Fixed(int size, Reading reading) implements LoggedValue {
    @Override
    public String read(Bytes in) {
      return reading.text(in);
    }

    @Override
    public void skip(Bytes in) {
      in.skip(size);
    }
  }

  /** A value's size stands before it, in so many bytes. */
  record Sized(int sizeBytes, Printing printing) implements LoggedValue {
    @Override
    public String read(Bytes in) {
      int length = length(in);
      int from = in.at();
      in.skip(length);
      return printing.text(in.array(), from, length);
    }

    @Override
    public void skip(Bytes in) {
      in.skip(length(in));
    }

    private int length(Bytes in) {
      return sizeBytes == 1 ? in.int8() : Math.toIntExact(in.little(sizeBytes));
    }
  }
}
