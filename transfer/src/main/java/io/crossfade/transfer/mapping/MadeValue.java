package io.crossfade.transfer.mapping;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the value of one written column is made of the columns that are read. Thread-safe. */
interface MadeValue {
  /** The columns that it reads. */
  List<String> inputs();

  /**
   * The value for a row, in canonical text.
   *
   * @throws Failure without any value in its message
   */
  @Nullable String evaluate(Function<String, @Nullable String> row) throws Failure;

  /** There is no value for a row. Says why, without repeating a value. */
  final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    Failure(String message) {
      super(message);
    }
  }
}
