package io.crossfade.server.configuration;

import io.crossfade.engine.manifest.DatabaseReference;
import io.crossfade.engine.manifest.FileKind;
import io.crossfade.engine.manifest.Problems;
import io.crossfade.engine.manifest.YamlNode;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.alerts.AlertSettings;
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
/// @param tls null where nothing is encrypted, for nobody but this machine reaches it
/// @param secrets which of them manifests may use
/// @param oidc null where no provider is asked who somebody is
public record ServerConfiguration(
    Listen listen,
    @Nullable DatabaseReference store,
    @Nullable Tls tls,
    AllowedSecrets secrets,
    @Nullable Oidc oidc,
    AlertSettings alerts) {
  /// Where there is no such file.
  public static final ServerConfiguration DEFAULT =
      new ServerConfiguration(
          Listen.DEFAULT, null, null, AllowedSecrets.ALL, null, AlertSettings.NONE);

  private static final String SCHEMA = "server.schema.json";

  /// CONFIGURATION_INVALID, with one line per problem.
  public static ServerConfiguration read(Path file) {
    FileKind kind = kind();
    YamlNode.Fields root = kind.parse(file.toString(), kind.text(file), new Problems());
    Path directory = file.toAbsolutePath().resolveSibling("");
    YamlNode.Fields listen = root.fields("listen");
    YamlNode.Fields store = root.fields("store");
    YamlNode.Fields tls = root.fields("tls");
    YamlNode.Fields secrets = root.fields("secrets");
    YamlNode.Fields alerts = root.fields("alerts");
    YamlNode.Fields oidc = root.fields("oidc");
    Problems problems = new Problems();
    ServerConfiguration read =
        new ServerConfiguration(
            listen == null ? Listen.DEFAULT : Listen.of(listen),
            store == null ? null : DatabaseReference.of(store, directory),
            tls == null ? null : Tls.of(tls, directory, problems),
            secrets == null ? AllowedSecrets.ALL : AllowedSecrets.of(secrets, directory),
            oidc == null ? null : Oidc.of(oidc, directory),
            alerts == null ? AlertSettings.NONE : AlertSettings.of(alerts, directory));
    if (listen != null && !read.listen.isLoopback()) {
      requireGuarded(listen, tls != null, secrets != null, problems);
    }
    problems.throwIfAny();
    return read;
  }

  /// What must be said where others than this machine reach it: silence must not open anything.
  private static void requireGuarded(
      YamlNode.Fields listen, boolean tls, boolean secrets, Problems problems) {
    String what = "other machines reach this address";
    if (!tls) {
      problems.add(
          ErrorCode.CONFIGURATION_INVALID,
          listen.at(),
          what + ", and tokens would go over the network in clear",
          "add `tls: {certificate: FILE, key: FILE}`, or `tls: {byProxy: true}` where a proxy encrypts");
    }
    if (!secrets) {
      problems.add(
          ErrorCode.CONFIGURATION_INVALID,
          listen.at(),
          what + ", and who gives manifests could use every secret of this process",
          "add `secrets: {environment: [NAME, ...], files: DIRECTORY}`");
    }
  }

  /// The same on another port.
  public ServerConfiguration on(int port) {
    return new ServerConfiguration(listen.at(port), store, tls, secrets, oidc, alerts);
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
