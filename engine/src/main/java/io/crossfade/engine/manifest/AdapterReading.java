package io.crossfade.engine.manifest;

import io.crossfade.engine.manifest.AdapterSettings.Console;
import io.crossfade.engine.manifest.AdapterSettings.Haproxy;
import io.crossfade.engine.manifest.AdapterSettings.PgBouncer;
import io.crossfade.model.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes the adapters of a document that the schema has accepted.
final class AdapterReading {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int PORT = 6432;

  private final Path directory;
  private final Problems problems;

  /// @param directory what its relative paths are relative to
  AdapterReading(Path directory, Problems problems) {
    this.directory = directory;
    this.problems = problems;
  }

  AdapterSettings of(YamlNode.Fields root) {
    YamlNode.Fields adapters = root.fields("adapters");
    if (adapters == null) {
      return AdapterSettings.NONE;
    }
    if ("dual-write".equals(root.optionalText("strategy"))) {
      problems.add(
          ErrorCode.MANIFEST_INVALID,
          Objects.requireNonNull(root.entries().get("adapters")).key(),
          "PgBouncer and HAProxy cannot write both sides, which dual-write needs",
          "take adapters out, or write strategy: cdc");
    }
    YamlNode.Fields pgbouncer = adapters.fields("pgbouncer");
    YamlNode.Fields haproxy = adapters.fields("haproxy");
    return new AdapterSettings(
        pgbouncer == null ? null : pgbouncer(pgbouncer), haproxy == null ? null : haproxy(haproxy));
  }

  private PgBouncer pgbouncer(YamlNode.Fields node) {
    return new PgBouncer(
        file(node, "file"),
        console(Objects.requireNonNull(node.fields("console"))),
        texts(node, "databases"),
        texts(node, "readOnly"),
        place(node.fields("source")),
        place(node.fields("target")));
  }

  private Console console(YamlNode.Fields node) {
    String host = node.optionalText("host");
    Integer port = number(node, "port");
    YamlNode.Fields password = node.fields("password");
    return new Console(
        host == null ? LOOPBACK : host,
        port == null ? PORT : port,
        node.text("user"),
        password == null ? null : SecretReference.of(password, directory));
  }

  private static AdapterSettings.Place place(YamlNode.@Nullable Fields node) {
    return node == null
        ? AdapterSettings.Place.AS_IN_THE_URL
        : new AdapterSettings.Place(
            node.optionalText("host"),
            number(node, "port"),
            node.optionalText("dbname"),
            node.optionalText("user"));
  }

  private Haproxy haproxy(YamlNode.Fields node) {
    YamlNode.Fields servers = node.fields("servers");
    return new Haproxy(
        file(node, "file"),
        file(node, "socket"),
        texts(node, "backends"),
        texts(node, "readOnly"),
        name(servers, "source"),
        name(servers, "target"));
  }

  /// The servers are called as the sides are, unless they have other names.
  private static String name(YamlNode.@Nullable Fields servers, String side) {
    String name = servers == null ? null : servers.optionalText(side);
    return name == null ? side : name;
  }

  private Path file(YamlNode.Fields node, String key) {
    return directory.resolve(node.text(key)).normalize();
  }

  private static List<String> texts(YamlNode.Fields node, String key) {
    return ManifestBuilder.items(node, key).stream()
        .map(item -> Objects.requireNonNull(ManifestBuilder.scalar(item).text()))
        .toList();
  }

  private static @Nullable Integer number(YamlNode.Fields node, String key) {
    YamlNode value = node.get(key);
    return value == null ? null : (Integer) value.json().intValue();
  }
}
