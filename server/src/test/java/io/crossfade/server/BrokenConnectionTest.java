package io.crossfade.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.Control;
import io.crossfade.engine.Decision;
import io.crossfade.engine.store.ControlEndpoint;
import io.crossfade.engine.store.Store;
import io.crossfade.server.hosting.Migrations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A command whose answer is lost on its way.
@Timeout(60)
class BrokenConnectionTest {
  private static final Access ACCESS = Access.random();

  @TempDir Path directory;

  private final FakeControl there = new FakeControl("shop");
  private final AtomicInteger toLose = new AtomicInteger();
  private Store store;
  private ControlServer server;
  private ServerSocket between;

  @BeforeEach
  void start() throws Exception {
    store = Store.open(directory, InstantSource.system());
    server =
        ControlServer.start(
            ACCESS,
            List.of(
                new KeyedRequests(store.answers()),
                new AuditedRequests(store.audit(), ACCESS),
                new MigrationRoutes(Migrations.only("shop", there))));
    between = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::pass);
  }

  @AfterEach
  void stop() throws Exception {
    between.close();
    server.close();
    store.close();
  }

  @Test
  void isAskedForAgainAndDoneOnce() {
    toLose.set(2);
    try (RemoteControl control = new RemoteControl(place(), "shop", "ann@desk")) {
      Control.SwitchReport report = control.cutover();
      assertThat(report.decision()).isEqualTo(Decision.FLIP);
      assertThat(toLose).hasValueLessThanOrEqualTo(0);
      assertThat(there.verbs).isEqualTo(1);
      assertThat(store.audit().after(0, 10)).as("asked for, and answered").hasSize(2);
    }
  }

  @Test
  void isNotAskedForAgainWhereNobodyKnowsItsKey() {
    toLose.set(1);
    ControlEndpoint here =
        new ControlEndpoint(ProcessHandle.current().pid(), between.getLocalPort(), ACCESS.people());
    try (RemoteControl control = new RemoteControl(here, "shop", "ann@desk")) {
      assertThatThrownBy(control::cutover).hasMessageContaining("the outcome is not known here");
      assertThat(there.verbs).isEqualTo(1);
    }
  }

  private RemotePlace place() {
    return new RemotePlace.AtServer(
        URI.create("http://127.0.0.1:" + between.getLocalPort()), ACCESS.people(), null);
  }

  private void pass() {
    try {
      while (true) {
        Socket client = between.accept();
        Thread.ofVirtual().start(() -> pass(client));
      }
    } catch (IOException _) {
      // it was closed, at the end
    }
  }

  /// What is asked arrives; some answers do not.
  private void pass(Socket client) {
    try (client;
        Socket target = new Socket("127.0.0.1", URI.create(server.address()).getPort())) {
      Thread.ofVirtual().start(() -> copy(client, target));
      byte[] answer = new byte[1 << 16];
      for (int read = target.getInputStream().read(answer);
          read > 0;
          read = target.getInputStream().read(answer)) {
        if (toLose.getAndDecrement() > 0) {
          return;
        }
        client.getOutputStream().write(answer, 0, read);
      }
    } catch (IOException _) {
      // one of them has gone
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // one of them has gone
    }
  }
}
