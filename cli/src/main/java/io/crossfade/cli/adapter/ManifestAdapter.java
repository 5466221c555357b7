package io.crossfade.cli.adapter;

import io.crossfade.adapters.ConfigFile;
import io.crossfade.adapters.Program;
import io.crossfade.adapters.haproxy.Haproxy;
import io.crossfade.adapters.haproxy.HaproxySettings;
import io.crossfade.adapters.pgbouncer.PgBouncer;
import io.crossfade.adapters.pgbouncer.PgBouncerSettings;
import io.crossfade.engine.manifest.AdapterSettings;
import io.crossfade.engine.manifest.DatabaseReference;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.SecretReference;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.gateway.settings.Backend;
import io.crossfade.gateway.settings.BackendUrl;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Secret;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a manifest says of routers of others. Secrets are looked up when an adapter is started.
public record ManifestAdapter(Manifest manifest, SecretReferences secrets) {

  public enum Kind {
    PGBOUNCER,
    HAPROXY
  }

  public String migration() {
    return manifest.migration();
  }

  /// The program to lead. MANIFEST_INVALID where the manifest does not have it; SECRET_MISSING.
  public Program program(Kind kind) {
    AdapterSettings adapters = manifest.adapters();
    return switch (kind) {
      case PGBOUNCER -> new PgBouncer(pgbouncer(required(adapters.pgbouncer(), "pgbouncer")));
      case HAPROXY -> new Haproxy(haproxy(required(adapters.haproxy(), "haproxy")));
    };
  }

  private static <T> T required(@Nullable T settings, String key) {
    if (settings == null) {
      throw new CrossfadeException(
          ErrorCode.MANIFEST_INVALID,
          "the manifest has no adapters.%s; see docs/adapters.md for what belongs there"
              .formatted(key));
    }
    return settings;
  }

  private PgBouncerSettings pgbouncer(AdapterSettings.PgBouncer said) {
    AdapterSettings.Console console = said.console();
    SecretReference password = console.password();
    return new PgBouncerSettings(
        new ConfigFile(said.file()),
        new PgBouncerSettings.Login(
            console.host(),
            console.port(),
            console.user(),
            password == null ? new Secret("") : secrets.resolve(password)),
        said.databases(),
        said.readOnly(),
        place(said.source(), manifest.source()),
        place(said.target(), manifest.target()),
        manifest.course().cutover().deadline());
  }

  private static io.crossfade.adapters.pgbouncer.Place place(
      AdapterSettings.Place said, DatabaseReference database) {
    try {
      Backend url = BackendUrl.read(database.url());
      return new io.crossfade.adapters.pgbouncer.Place(
          Objects.requireNonNullElse(said.host(), url.host()),
          Objects.requireNonNullElse(said.port(), url.port()),
          Objects.requireNonNullElse(said.dbname(), url.database()),
          said.user());
    } catch (IllegalArgumentException e) {
      throw new CrossfadeException(ErrorCode.PREFLIGHT_FAILED, "the URL " + e.getMessage(), e);
    }
  }

  private static HaproxySettings haproxy(AdapterSettings.Haproxy said) {
    return new HaproxySettings(
        new ConfigFile(said.file()),
        said.socket(),
        said.backends(),
        said.readOnly(),
        said.source(),
        said.target());
  }
}
