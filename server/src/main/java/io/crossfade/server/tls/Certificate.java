package io.crossfade.server.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;

/// The files with which a server proves who it is, as everybody who hands out certificates writes
/// them: PEM.
///
/// @param chain the server's certificate, then those that vouch for it
/// @param key its private key
public record Certificate(Path chain, Path key) {
  /// CONFIGURATION_INVALID where they cannot be used.
  public KeyStore read() {
    return Pem.read(chain, key);
  }

  /// When one of them was changed last.
  public FileTime changed() {
    try {
      FileTime one = Files.getLastModifiedTime(chain);
      FileTime other = Files.getLastModifiedTime(key);
      return one.compareTo(other) > 0 ? one : other;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
