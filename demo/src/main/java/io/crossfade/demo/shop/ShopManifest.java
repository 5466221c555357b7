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
    return Files.writeString(directory.resolve("shop.yaml"), text(source, target));
  }

  /// @param source JDBC URL without credentials
  /// @param target JDBC URL without credentials
  public static String text(String source, String target) {
    return text("shop.yaml", source, target);
  }

  /// The same without a change of the schema, and with a gateway.
  public static String unchanged(String source, String target) {
    return text("shop-unchanged.yaml", source, target);
  }

  /// From MySQL or MariaDB to PostgreSQL.
  public static String fromMySql(String source, String target) {
    return text("shop-mysql.yaml", source, target);
  }

  private static String text(String file, String source, String target) {
    return Script.text(file).replace("${source}", source).replace("${target}", target);
  }
}
