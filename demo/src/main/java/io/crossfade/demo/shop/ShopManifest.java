package io.crossfade.demo.shop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The manifest of the shop's migration.
public final class ShopManifest {
  public static final String MIGRATION = "shop";

  private ShopManifest() {}

  /// Writes it for two databases.
  ///
  /// @param source JDBC URL without credentials
  /// @param target JDBC URL without credentials
  public static Path write(Path directory, String source, String target) throws IOException {
    String text =
        Script.text("shop.yaml").replace("${source}", source).replace("${target}", target);
    return Files.writeString(directory.resolve("shop.yaml"), text);
  }
}
