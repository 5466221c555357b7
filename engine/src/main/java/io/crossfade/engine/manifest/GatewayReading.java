package io.crossfade.engine.manifest;

import io.crossfade.engine.manifest.GatewayUser.Credentials;
import io.crossfade.engine.manifest.GatewayUser.Proof;
import io.crossfade.model.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes the gateway of a document that the schema has accepted.
final class GatewayReading {
  private static final String PASSWORD = "password";

  private final Path directory;
  private final Problems problems;

  /// @param directory what its relative paths are relative to
  GatewayReading(Path directory, Problems problems) {
    this.directory = directory;
    this.problems = problems;
  }

  /// What all users come through.
  private record Front(GatewaySettings.Listen listen, GatewaySettings.@Nullable Tls tls) {}

  /// Null where the manifest has none.
  @Nullable GatewaySettings of(YamlNode.Fields root) {
    YamlNode.Fields gateway = root.fields("gateway");
    if (gateway == null) {
      return null;
    }
    Front front = new Front(listen(gateway.fields("listen")), tls(gateway.fields("tls")));
    if ("dual-write".equals(root.optionalText("strategy"))) {
      report(
          Objects.requireNonNull(root.entries().get("gateway")).key(),
          "a gateway cannot write both sides, which dual-write needs",
          "take gateway out, or write strategy: cdc");
    }
    return new GatewaySettings(
        front.listen,
        gateway.optionalText("database"),
        front.tls,
        ManifestBuilder.entries(gateway, "users").entrySet().stream()
            .map(user -> user(user, front))
            .toList(),
        texts(gateway, "ownSettings"),
        limits(gateway.fields("limits")),
        reads(gateway.fields("reads")),
        isTrueUnlessSaid(gateway, "inside"));
  }

  private static GatewaySettings.Listen listen(YamlNode.@Nullable Fields node) {
    GatewaySettings.Listen standard = GatewaySettings.Listen.DEFAULT;
    if (node == null) {
      return standard;
    }
    String address = node.optionalText("address");
    return new GatewaySettings.Listen(
        address == null ? standard.address() : address, number(node, "port", standard.port()));
  }

  private GatewaySettings.@Nullable Tls tls(YamlNode.@Nullable Fields node) {
    return node == null
        ? null
        : new GatewaySettings.Tls(
            file(node, "certificate"),
            file(node, "key"),
            isTrueUnlessSaid(node, "required"),
            node.get("clients") == null ? null : file(node, "clients"));
  }

  private Path file(YamlNode.Fields node, String key) {
    return directory.resolve(node.text(key)).normalize();
  }

  private static GatewaySettings.Limits limits(YamlNode.@Nullable Fields node) {
    GatewaySettings.Limits standard = GatewaySettings.Limits.DEFAULT;
    if (node == null) {
      return standard;
    }
    String login = node.optionalText("login");
    String pins = node.optionalText("pins");
    String busy = node.optionalText("busy");
    return new GatewaySettings.Limits(
        number(node, "sessions", standard.sessions()),
        login == null ? standard.login() : Durations.parse(login),
        pins == null ? standard.pins() : Durations.parse(pins),
        busy == null ? null : Durations.parse(busy));
  }

  private static GatewaySettings.Reads reads(YamlNode.@Nullable Fields node) {
    GatewaySettings.Reads standard = GatewaySettings.Reads.DEFAULT;
    if (node == null) {
      return standard;
    }
    String sticky = node.optionalText("sticky");
    String within = node.optionalText("within");
    return new GatewaySettings.Reads(
        sticky == null ? standard.sticky() : sticky,
        within == null ? standard.within() : Durations.parse(within));
  }

  private GatewayUser user(Map.Entry<String, YamlNode.Entry> entry, Front front) {
    String name = entry.getKey();
    YamlNode.Fields node = (YamlNode.Fields) entry.getValue().value();
    Place at = entry.getValue().key();
    SecretReference password = secret(node, PASSWORD);
    return new GatewayUser(
        name,
        proof(node, name, at, front),
        credentials(node.fields("source"), name, password),
        credentials(node.fields("target"), name, password),
        at);
  }

  private Proof proof(YamlNode.Fields node, String name, Place at, Front front) {
    SecretReference verifier = secret(node, "verifier");
    SecretReference password = secret(node, PASSWORD);
    String auth = node.optionalText("auth");
    if (auth != null && !auth.equals("scram")) {
      if (verifier != null) {
        report(at, "nobody asks %s for what verifier is for".formatted(name), "take it out");
      }
      return auth.equals("trust") ? trust(name, at, front) : certificate(name, at, front);
    }
    if (verifier != null) {
      return new Proof.Verifier(verifier);
    }
    if (password != null) {
      return new Proof.Password(password);
    }
    report(
        at,
        "%s has nothing to prove himself with".formatted(name),
        "write password: {env: NAME}, verifier: {env: NAME}, or auth: trust");
    return new Proof.Trust();
  }

  private Proof trust(String name, Place at, Front front) {
    if (!front.listen.isLoopback()) {
      report(
          at,
          "%s would be believed on %s, which other machines reach"
              .formatted(name, front.listen.address()),
          "give him a password or a verifier, or listen on 127.0.0.1");
    }
    return new Proof.Trust();
  }

  private Proof certificate(String name, Place at, Front front) {
    if (front.tls == null || front.tls.clients() == null) {
      report(
          at,
          "nobody says who vouches for the certificate of %s".formatted(name),
          "add gateway.tls: {certificate: FILE, key: FILE, clients: FILE}");
    }
    return new Proof.Certificate();
  }

  /// Where nothing is said, he is the same in the databases as in front of the gateway.
  private Credentials credentials(
      YamlNode.@Nullable Fields node, String name, @Nullable SecretReference password) {
    if (node == null) {
      return new Credentials(name, password);
    }
    String user = node.optionalText("user");
    SecretReference own = secret(node, PASSWORD);
    return new Credentials(user == null ? name : user, own == null ? password : own);
  }

  private @Nullable SecretReference secret(YamlNode.Fields node, String key) {
    YamlNode.Fields section = node.fields(key);
    return section == null ? null : SecretReference.of(section, directory);
  }

  private static List<String> texts(YamlNode.Fields node, String key) {
    return ManifestBuilder.items(node, key).stream()
        .map(item -> Objects.requireNonNull(ManifestBuilder.scalar(item).text()))
        .toList();
  }

  private static int number(YamlNode.Fields node, String key, int standard) {
    YamlNode value = node.get(key);
    return value == null ? standard : value.json().intValue();
  }

  private static boolean isTrueUnlessSaid(YamlNode.Fields node, String key) {
    YamlNode value = node.get(key);
    return value == null || value.json().asBoolean();
  }

  private void report(Place at, String what, String mend) {
    problems.add(ErrorCode.MANIFEST_INVALID, at, what, mend);
  }
}
