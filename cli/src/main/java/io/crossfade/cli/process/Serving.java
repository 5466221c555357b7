package io.crossfade.cli.process;

import io.crossfade.cli.gateway.ServedGateways;
import io.crossfade.dashboard.Dashboard;
import io.crossfade.engine.manifest.DatabaseReference;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.engine.store.AuditHeads;
import io.crossfade.engine.store.ProcessGuard;
import io.crossfade.engine.store.Store;
import io.crossfade.engine.store.StorePlace;
import io.crossfade.server.Access;
import io.crossfade.server.AccountRoutes;
import io.crossfade.server.AlertRoutes;
import io.crossfade.server.ApprovalRoutes;
import io.crossfade.server.AuditRoutes;
import io.crossfade.server.AuditedRequests;
import io.crossfade.server.ConnectionFile;
import io.crossfade.server.ControlServer;
import io.crossfade.server.Doors;
import io.crossfade.server.DriftRoutes;
import io.crossfade.server.EventRoutes;
import io.crossfade.server.HealthRoutes;
import io.crossfade.server.KeyedRequests;
import io.crossfade.server.LedgerRoutes;
import io.crossfade.server.ListRoutes;
import io.crossfade.server.ManifestRoutes;
import io.crossfade.server.MetricsRoutes;
import io.crossfade.server.MigrationRoutes;
import io.crossfade.server.PlanRoutes;
import io.crossfade.server.ReportRoutes;
import io.crossfade.server.RouteRoutes;
import io.crossfade.server.SessionRoutes;
import io.crossfade.server.ShareRoutes;
import io.crossfade.server.SpecRoutes;
import io.crossfade.server.Unchanged;
import io.crossfade.server.access.Credentials;
import io.crossfade.server.access.StoredAccounts;
import io.crossfade.server.alerts.Alerts;
import io.crossfade.server.configuration.Oidc;
import io.crossfade.server.configuration.ServerConfiguration;
import io.crossfade.server.hosting.Host;
import io.crossfade.server.hosting.OpeningByManifest;
import io.crossfade.server.metrics.ChannelMetrics;
import io.crossfade.server.metrics.Metrics;
import io.crossfade.server.oidc.IdTokens;
import io.crossfade.server.pages.Reports;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Makes this process a server: guard, store, the migrations that it carries on, and the endpoint
/// at which it is asked. Closing stops them in the other order; the next process goes on.
public final class Serving implements AutoCloseable {
  private static final String TOKEN = "token";

  private final Opened opened;
  private final ControlServer server;
  private final Path directory;
  private final CountDownLatch ended = new CountDownLatch(1);

  private Serving(Opened opened, ControlServer server, Path directory) {
    this.opened = opened;
    this.server = server;
    this.directory = directory;
  }

  /// With gateways.
  public static Serving start(Path directory, ServerConfiguration configuration) {
    return start(directory, configuration, true);
  }

  /// ALREADY_RUNNING where somebody else has the directory, or the port.
  ///
  /// @param withGateways whether migrations whose manifest has a gateway get one here
  public static Serving start(
      Path directory, ServerConfiguration configuration, boolean withGateways) {
    Opened opened = new Opened();
    try {
      ProcessGuard guard = ProcessGuard.take(directory, StateDirectory.PATIENCE);
      opened.add(guard, guard::close);
      LogFile.open(directory);
      SecretReferences secrets = new SecretReferences(System.getenv());
      StorePlace place = place(configuration, secrets, directory);
      Store store = Store.open(place, InstantSource.system());
      opened.add(store, store::close);
      store.audit().listen(new AuditHeads(directory));
      boolean isShared = place instanceof StorePlace.OnServer;
      SecretReferences allowed = secrets.only(configuration.secrets());
      OpeningByManifest opening = new OpeningByManifest(store, allowed, directory);
      ServedGateways gateways = new ServedGateways(directory, allowed, isShared);
      Host host =
          new Host(store, isShared, directory, withGateways ? gateways.before(opening) : opening);
      opened.add(host, host::close);
      Metrics metrics = new Metrics(host, host.states());
      opened.add(metrics, metrics::close);
      Alerts alerts = Alerts.start(configuration.alerts(), secrets, store, host);
      opened.add(alerts, alerts::close);
      metrics.add(new ChannelMetrics(alerts::health));
      Reports reports = new Reports(store, host, host.states()).start();
      opened.add(reports, reports::close);
      Access access = Access.random().and(credentials(configuration, store));
      SessionRoutes sessions = new SessionRoutes(access, store.accounts(), store.audit());
      ProviderLogin login = ProviderLogin.of(configuration, secrets);
      ControlServer server =
          ControlServer.start(
              access,
              Doors.of(configuration),
              List.of(
                  new KeyedRequests(store.answers()),
                  new Unchanged(host),
                  new AuditedRequests(store.audit(), access),
                  new HealthRoutes(
                      () -> store.events().away().map(_ -> "the control store is away")),
                  new SpecRoutes(),
                  new RouteRoutes(host::board),
                  new ListRoutes(host),
                  new ManifestRoutes(host),
                  new PlanRoutes(opening::plan),
                  new MigrationRoutes(host),
                  new ApprovalRoutes(host),
                  new EventRoutes(host),
                  new DriftRoutes(host),
                  new LedgerRoutes(host),
                  new Dashboard(host, login.issuer()),
                  new AuditRoutes(store.audit()),
                  new MetricsRoutes(metrics),
                  new AlertRoutes(alerts),
                  new ShareRoutes(host, host.states(), store.shares()),
                  new ReportRoutes(host, reports::of),
                  new AccountRoutes(store.accounts(), InstantSource.system()),
                  sessions,
                  login.routes(sessions)));
      opened.add(server, server::close);
      String url = configuration.listen().url();
      host.reachedAt(url == null ? server.outside() : url);
      ConnectionFile.write(directory.resolve(TOKEN), server.address(), access.people());
      guard.announce(server.endpoint());
      host.resume();
      gateways.start(host, server::connection, access.routers());
      opened.add(gateways, gateways::close);
      opened.add(store, store::stopWaiting);
      return new Serving(opened, server, directory);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static Credentials[] credentials(ServerConfiguration configuration, Store store) {
    Credentials accounts = new StoredAccounts(store.accounts(), InstantSource.system());
    Oidc provider = configuration.oidc();
    return provider == null
        ? new Credentials[] {accounts}
        : new Credentials[] {accounts, new IdTokens(provider)};
  }

  private static StorePlace place(
      ServerConfiguration configuration, SecretReferences secrets, Path directory) {
    DatabaseReference store = configuration.store();
    return store == null
        ? new StorePlace.InDirectory(directory)
        : new StorePlace.OnServer(store.endpoint(secrets));
  }

  /// Where it is asked, as a URL.
  public String address() {
    return server.outside();
  }

  /// The file that holds the address and the token, readable for its owner only.
  public Path token() {
    return directory.resolve(TOKEN);
  }

  /// Waits until this is closed.
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  @Override
  public void close() {
    try {
      opened.close();
    } finally {
      ended.countDown();
    }
  }
}
