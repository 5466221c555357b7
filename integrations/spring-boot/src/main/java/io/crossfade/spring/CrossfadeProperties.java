package io.crossfade.spring;

import io.crossfade.model.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A property that nobody knows is an error: one that is misspelt would leave an application without
 * what was meant.
 *
 * @param enabled Whether routes are followed at all.
 * @param connectionFile File that "crossfade run" writes, with an address and a token.
 * @param address Where the routes are served: http://HOST:PORT/routes/MIGRATION. Instead of a
 *     connection file.
 * @param tokenFile File with the token that goes with the address. Read again after each failure.
 * @param token Token that goes with the address. Better a file, which may change.
 * @param migration Name of the migration. An address of another one is refused.
 * @param keptRoute File in which the last route is kept, so that the application starts while no
 *     control plane answers. Needs the migration's name.
 * @param application What people see where routers are listed. Usually spring.application.name.
 * @param patience How long a start waits for the first route.
 * @param holdLimit How long new transactions wait at most for a hold to end.
 * @param ownWrites How long a key of a routed store reads where it wrote.
 * @param source The side that is left. With both sides there is a routed DataSource.
 * @param target The side that is moved to.
 */
@ConfigurationProperties(prefix = "crossfade", ignoreUnknownFields = false)
public record CrossfadeProperties(
    @DefaultValue("true") boolean enabled,
    @Nullable Path connectionFile,
    @Nullable String address,
    @Nullable Path tokenFile,
    @Nullable Secret token,
    @Nullable String migration,
    @Nullable Path keptRoute,
    @Nullable String application,
    @DefaultValue("10s") Duration patience,
    @DefaultValue("5s") Duration holdLimit,
    @DefaultValue("30s") Duration ownWrites,
    @Nullable Database source,
    @Nullable Database target) {
  /**
   * One side, said as one says spring.datasource.
   *
   * @param url JDBC URL.
   * @param username Who logs in.
   * @param password The password that goes with it.
   * @param driverClassName Driver, where the URL does not tell it.
   * @param hikari Settings of the pool, as in spring.datasource.hikari.
   */
  public record Database(
      @Nullable String url,
      @Nullable String username,
      @Nullable Secret password,
      @Nullable String driverClassName,
      @DefaultValue Map<String, String> hikari) {}
}
