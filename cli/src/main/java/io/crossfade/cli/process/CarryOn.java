package io.crossfade.cli.process;

import io.crossfade.cli.Engine;
import io.crossfade.engine.Control;
import io.crossfade.engine.Status;
import io.crossfade.engine.store.ProcessGuard;
import io.crossfade.engine.store.Store;
import io.crossfade.server.Access;
import io.crossfade.server.ConnectionFile;
import io.crossfade.server.ControlServer;
import io.crossfade.server.MigrationRoutes;
import io.crossfade.server.Routes;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Makes this process the one that carries a migration on: guard, store, migration, and the
/// endpoint at which other terminals ask it. Closing stops them in the other order; the next
/// process goes on.
public final class CarryOn implements AutoCloseable {
  private final Opened opened;
  private final Engine.Carried migration;

  private CarryOn(Opened opened, Engine.Carried migration) {
    this.opened = opened;
    this.migration = migration;
  }

  public static CarryOn start(Engine engine, Path manifest, StateDirectory directory) {
    Opened opened = new Opened();
    try {
      ProcessGuard guard = ProcessGuard.take(directory.path(), StateDirectory.PATIENCE);
      opened.add(guard, guard::close);
      LogFile.open(directory.path());
      Store store = Store.open(directory.path(), InstantSource.system());
      opened.add(store, store::close);
      Engine.Carried migration = engine.open(manifest, store);
      opened.add(migration, migration::close);
      serve(opened, guard, migration, directory.path());
      return new CarryOn(opened, migration);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /// Returns when the migration has ended or was closed; throws what stopped it.
  public Status run() throws InterruptedException {
    migration.run();
    return status();
  }

  /// What the endpoint offers to other terminals, for who is in the same process.
  public Control control() {
    return migration.control();
  }

  public Status status() {
    return control().status();
  }

  /// Answers the verbs under way first: one of them may be what ended the migration. Repeatable.
  @Override
  public void close() {
    opened.close();
  }

  private static void serve(
      Opened opened, ProcessGuard guard, Engine.Carried migration, Path directory) {
    String name = migration.control().status().where().migration();
    List<Routes> routes = new ArrayList<>(migration.routes());
    routes.add(new MigrationRoutes(name, migration.control()));
    Access access = Access.random();
    ControlServer server = ControlServer.start(access, routes);
    opened.add(server, server::close);
    guard.announce(server.endpoint());
    ConnectionFile.write(directory.resolve("routes"), server.connection(name), access.routers());
  }
}
