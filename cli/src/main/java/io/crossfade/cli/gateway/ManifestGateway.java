package io.crossfade.cli.gateway;

import io.crossfade.engine.manifest.DatabaseReference;
import io.crossfade.engine.manifest.GatewaySettings;
import io.crossfade.engine.manifest.GatewayUser;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.SecretReference;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.engine.manifest.TableRule;
import io.crossfade.gateway.auth.Credentials;
import io.crossfade.gateway.auth.Login;
import io.crossfade.gateway.auth.Logins;
import io.crossfade.gateway.auth.Proof;
import io.crossfade.gateway.auth.ScramVerifier;
import io.crossfade.gateway.settings.Backend;
import io.crossfade.gateway.settings.BackendUrl;
import io.crossfade.gateway.settings.Backends;
import io.crossfade.gateway.settings.ClientTls;
import io.crossfade.gateway.settings.Limits;
import io.crossfade.gateway.settings.Listening;
import io.crossfade.gateway.settings.Reads;
import io.crossfade.gateway.settings.Switching;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The gateway that a manifest describes. Secrets are looked up when it is started, so a changed
/// one is taken at the next start.
public record ManifestGateway(
    Manifest manifest, GatewaySettings settings, SecretReferences secrets) {

  /// Empty where the manifest has none.
  public static Optional<ManifestGateway> of(Manifest manifest, SecretReferences secrets) {
    return Optional.ofNullable(manifest.gateway())
        .map(settings -> new ManifestGateway(manifest, settings, secrets));
  }

  /// The same on another port.
  public ManifestGateway at(int port) {
    return new ManifestGateway(manifest, settings.at(port), secrets);
  }

  public String migration() {
    return manifest.migration();
  }

  /// Looks everything up. PREFLIGHT_FAILED where something that the manifest names is not as it has
  /// to be; SECRET_MISSING.
  GatewayParts parts(Handover handover) {
    return new GatewayParts(
        migration(), listening(handover), backends(), logins(), limits(), reads());
  }

  public String database() {
    String said = settings.database();
    return said == null ? backend(Side.SOURCE).database() : said;
  }

  private Listening listening(Handover handover) {
    GatewaySettings.Listen listen = settings.listen();
    return new Listening(
        new InetSocketAddress(listen.address(), listen.port()),
        tls(),
        handover.path(),
        handover.replaces());
  }

  @Nullable ClientTls tls() {
    GatewaySettings.Tls tls = settings.tls();
    if (tls == null) {
      return null;
    }
    // for what it says of a key that is not there, or may not be used
    var _ = secrets.resolve(new SecretReference.File(tls.key()));
    return new ClientTls(tls.certificate(), tls.key(), tls.required(), tls.clients());
  }

  private Backends backends() {
    return new Backends(
        database(), backend(Side.SOURCE), backend(Side.TARGET), settings.ownSettings());
  }

  /// PREFLIGHT_FAILED where its URL says what a gateway cannot do.
  Backend backend(Side side) {
    DatabaseReference database = side == Side.SOURCE ? manifest.source() : manifest.target();
    try {
      return BackendUrl.read(database.url());
    } catch (IllegalArgumentException e) {
      throw unusable("the URL " + e.getMessage(), e);
    }
  }

  private Logins logins() {
    return new Logins(settings.users().stream().map(this::login).toList());
  }

  private Login login(GatewayUser user) {
    return new Login(
        user.name(), proof(user), credentials(user.source()), credentials(user.target()));
  }

  Credentials credentials(GatewayUser.Credentials said) {
    SecretReference password = said.password();
    return new Credentials(said.user(), password == null ? "" : revealed(password));
  }

  Proof proof(GatewayUser user) {
    return switch (user.proof()) {
      case GatewayUser.Proof.Trust() -> new Proof.None();
      case GatewayUser.Proof.Certificate() -> new Proof.Certificate();
      case GatewayUser.Proof.Password(SecretReference password) ->
          new Proof.Scram(ScramVerifier.ofPassword(revealed(password)));
      case GatewayUser.Proof.Verifier(SecretReference verifier) -> {
        try {
          yield new Proof.Scram(ScramVerifier.parse(revealed(verifier)));
        } catch (IllegalArgumentException e) {
          throw unusable(
              "%s: what stands in %s is no verifier. Put there what pg_authid.rolpassword has, which begins with SCRAM-SHA-256$"
                  .formatted(user.at(), verifier),
              e);
        }
      }
    };
  }

  private String revealed(SecretReference reference) {
    return secrets.resolve(reference).reveal();
  }

  private Limits limits() {
    GatewaySettings.Limits limits = settings.limits();
    Switching standard = Switching.DEFAULT;
    Switching switching =
        new Switching(standard.atOnce(), standard.ready(), limits.pins(), limits.busy());
    return new Limits(limits.sessions(), limits.login(), Limits.DEFAULT.end(), switching);
  }

  /// Of tables whose rows change on the way the two sides say different things.
  private Reads reads() {
    Set<TableName> changed =
        manifest.scope().rules().stream().map(TableRule::table).collect(Collectors.toSet());
    GatewaySettings.Reads said = settings.reads();
    return Reads.of(table -> manifest.scope().names(table) && !changed.contains(table))
        .sticky(said.sticky())
        .within(said.within());
  }

  private CrossfadeException unusable(String what, Exception cause) {
    return GatewayParts.unusable(migration(), what, cause);
  }
}
