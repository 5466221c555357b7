package io.crossfade.server.configuration;

import io.crossfade.engine.manifest.DatabaseReference;
import io.crossfade.engine.manifest.FileKind;
import io.crossfade.engine.manifest.Problems;
import io.crossfade.engine.manifest.YamlNode;
import io.crossfade.model.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What `server.yaml` says. Whoever adds a section adds a record with an `of`, a component here,
/// and a property in the schema.
///
/// @param store where the control store lies; null for a file in the state directory
public record ServerConfiguration(Listen listen, @Nullable DatabaseReference store) {
  /// Where there is no such file.
  public static final ServerConfiguration DEFAULT = new ServerConfiguration(Listen.DEFAULT, null);

  private static final String SCHEMA = "server.schema.json";

  /// CONFIGURATION_INVALID, with one line per problem.
  public static ServerConfiguration read(Path file) {
    FileKind kind = kind();
    YamlNode.Fields root = kind.parse(file.toString(), kind.text(file), new Problems());
    Path directory = file.toAbsolutePath().resolveSibling("");
    YamlNode.Fields listen = root.fields("listen");
    YamlNode.Fields store = root.fields("store");
    return new ServerConfiguration(
        listen == null ? Listen.DEFAULT : Listen.of(listen),
        store == null ? null : DatabaseReference.of(store, directory));
  }

  /// The same on another port.
  public ServerConfiguration on(int port) {
    return new ServerConfiguration(listen.at(port), store);
  }

  private static FileKind kind() {
    return new FileKind(
        "configuration", "docs/server.md", ErrorCode.CONFIGURATION_INVALID, schema());
  }

  /// The schema as it is published.
  public static String schema() {
    try (InputStream resource =
        Objects.requireNonNull(ServerConfiguration.class.getResourceAsStream(SCHEMA))) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
