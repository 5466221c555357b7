package io.crossfade.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.util.Properties;

/// Which Crossfade this is, as its build said.
public record CrossfadeVersion(String number) {
  private static final String RESOURCE = "/io/crossfade/engine/version.properties";

  /// Read once: each event that is read asks for it.
  private static final CrossfadeVersion CURRENT = read();

  /// This one.
  public static CrossfadeVersion current() {
    return CURRENT;
  }

  private static CrossfadeVersion read() {
    try (InputStream in = CrossfadeVersion.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing: build with Maven");
      }
      Properties properties = new Properties();
      properties.load(in);
      return new CrossfadeVersion(properties.getProperty("version"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One that is not released yet counts as its release.
  public boolean isNewerThan(CrossfadeVersion other) {
    return !number.equals(other.number) && release().compareTo(other.release()) > 0;
  }

  private Version release() {
    return Version.parse(number.split("-", 2)[0]);
  }

  @Override
  public String toString() {
    return number;
  }
}
