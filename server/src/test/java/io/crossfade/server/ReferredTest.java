package io.crossfade.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.store.Store;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.hosting.FakeOpening;
import io.crossfade.server.hosting.Host;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whoever asks a server that does not carry the migration on asks the one that does.
@Timeout(60)
class ReferredTest {
  private static final Access ACCESS = Access.random();
  private static final String MANIFEST =
      """
      migration: shop
      source: {url: "jdbc:postgresql://one/shop", user: a}
      target: {url: "jdbc:postgresql://two/shop", user: b}
      tables: ["public.*"]
      """;

  @TempDir Path directory;

  private Store store;
  private FakeOpening opening;
  private Host carrier;
  private Host other;
  private ControlServer carries;

  @BeforeEach
  void start() throws Exception {
    store = Store.open(directory, InstantSource.system());
    opening = new FakeOpening(store);
    carrier = new Host(store, true, directory.resolve("carrier"), opening);
    other = new Host(store, true, directory.resolve("other"), opening);
    carries = serve(ACCESS, carrier);
    carrier.reachedAt(carries.address());
    carrier.accept(MANIFEST, "ann@desk");
    assertThat(opening.next().migration()).isEqualTo("shop");
  }

  @AfterEach
  void stop() {
    carries.close();
    other.close();
    carrier.close();
    store.close();
  }

  @Test
  void theOneThatCarriesItOnIsAskedByItself() {
    try (ControlServer asked = serve(ACCESS, other);
        RemoteControl control = at(asked)) {
      assertThat(control.cutover().decision()).isNotNull();
      assertThat(control.plan().migration()).isEqualTo("shop");
    }
  }

  @Test
  void whereThatOneDoesNotKnowTheTokenItIsNamed() {
    Access ours = Access.random();
    try (ControlServer asked = serve(ours, other);
        RemoteControl control = at(asked, ours)) {
      assertCode(ErrorCode.CARRIED_ELSEWHERE, control);
    }
  }

  @Test
  void whereThatOneIsGoneItIsNamed() {
    String gone = carries.address();
    carries.close();
    try (ControlServer asked = serve(ACCESS, other);
        RemoteControl control = at(asked)) {
      assertThatThrownBy(control::cutover)
          .hasMessageContaining("the server %s does not answer".formatted(gone));
    }
  }

  @Test
  void aTokenIsNotShownInTheClearNorOnWhoseWordItDoesNotCount() {
    var encrypted = new RemotePlace.AtServer(URI.create("https://one"), ACCESS.people(), null);
    assertThat(encrypted.referred("http://two")).isEmpty();
    assertThat(encrypted.referred("https://two"))
        .hasValueSatisfying(two -> assertThat(two.url()).isEqualTo(URI.create("https://two")));
    try (ControlServer asked = serve(ACCESS, other);
        RemoteControl control = new RemoteControl(asked.endpoint(), "shop", "ann@desk")) {
      assertCode(ErrorCode.CARRIED_ELSEWHERE, control);
    }
  }

  private static ControlServer serve(Access access, Host host) {
    return ControlServer.start(access, List.of(new MigrationRoutes(host)));
  }

  private static RemoteControl at(ControlServer server) {
    return at(server, ACCESS);
  }

  private static RemoteControl at(ControlServer server, Access access) {
    return new RemoteControl(
        new RemotePlace.AtServer(URI.create(server.address()), access.people(), null),
        "shop",
        "ann@desk");
  }

  private static void assertCode(ErrorCode code, RemoteControl control) {
    assertThatThrownBy(control::cutover)
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
