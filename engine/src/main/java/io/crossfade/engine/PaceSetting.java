package io.crossfade.engine;

import java.util.Locale;

/// What a person has said about the pace of copy and comparison.
///
/// @param rowsPerSecond the limit; 0 unless LIMITED
public record PaceSetting(Mode mode, long rowsPerSecond) {
  public static final PaceSetting ADAPTIVE = new PaceSetting(Mode.ADAPTIVE, 0);
  public static final PaceSetting OFF = new PaceSetting(Mode.OFF, 0);

  public enum Mode {
    /// As the manifest says: nobody has said anything else.
    ADAPTIVE,
    /// This many rows per second at most, instead of the manifest's numbers; fewer where a database
    /// does not bear them.
    LIMITED,
    /// As fast as it goes, whatever it does to the databases.
    OFF
  }

  public PaceSetting {
    if ((mode == Mode.LIMITED) != (rowsPerSecond > 0)) {
      throw new IllegalArgumentException(mode + " with " + rowsPerSecond + " rows per second");
    }
  }

  public static PaceSetting limited(long rowsPerSecond) {
    return new PaceSetting(Mode.LIMITED, rowsPerSecond);
  }

  @Override
  public String toString() {
    return switch (mode) {
      case ADAPTIVE -> "adaptive, as the manifest says";
      case LIMITED ->
          String.format(Locale.ROOT, "adaptive, with %,d rows per second at most", rowsPerSecond);
      case OFF -> "off";
    };
  }
}
