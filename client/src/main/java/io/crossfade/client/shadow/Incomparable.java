package io.crossfade.client.shadow;

/** Two answers could not be compared. The message holds no value. */
final class Incomparable extends RuntimeException {
  private static final long serialVersionUID = 1;

  Incomparable(String message) {
    super(message, null, false, false);
  }

  static Incomparable at(String path, Class<?> type, String why) {
    return new Incomparable(
        "not comparable"
            + (path.isEmpty() ? "" : " at " + path)
            + ": "
            + type.getTypeName()
            + " "
            + why);
  }
}
