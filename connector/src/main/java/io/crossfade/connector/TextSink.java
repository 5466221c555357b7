package io.crossfade.connector;

/**
 * Takes rows value by value, as canonical text in UTF-8: nothing becomes an object that is looked
 * at once. One thread.
 */
public interface TextSink {
  /** The next column's value. The bytes are only valid during the call. */
  void value(byte[] bytes, int from, int to);

  /** The next column's value is NULL. */
  void nothing();

  /** The row has no more columns. */
  void end();
}
