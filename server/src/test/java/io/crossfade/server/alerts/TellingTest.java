package io.crossfade.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Lease;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.store.LeaseHolder;
import io.crossfade.engine.store.Store;
import io.crossfade.server.hosting.KnownStates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TellingTest {
  @TempDir Path directory;

  private final Phone phone = new Phone();
  private final Health health = new Health("chat", InstantSource.system());
  private Store store;
  private Lease lease;
  private long seq;

  /// A channel that may be away.
  private static final class Phone implements Channel {
    final List<String> heard = new ArrayList<>();
    @Nullable IOException away;
    Runnable meanwhile = () -> {};

    @Override
    public String name() {
      return "chat";
    }

    @Override
    public void send(Message message) throws IOException {
      meanwhile.run();
      if (away != null) {
        throw away;
      }
      heard.add(message.id());
    }
  }

  @BeforeEach
  void open() {
    store = Store.open(directory, InstantSource.system());
    begin("shop");
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void anotherProcessGoesOnWhereOneHasEnded() throws Exception {
    Telling first = telling("first");
    first.introduce();
    warn();
    first.tell();
    first.tell();
    assertThat(phone.heard).containsExactly("shop-1-warning");
    first.release();
    warn();
    Telling second = telling("second");
    second.introduce();
    second.tell();
    assertThat(phone.heard).containsExactly("shop-1-warning", "shop-2-warning");
  }

  @Test
  void aChannelThatWasAwayIsToldEverythingInOrder() throws Exception {
    Telling telling = telling("first");
    telling.introduce();
    phone.away = new IOException("away");
    warn();
    warn();
    assertThatThrownBy(telling::tell).hasMessage("away");
    assertThatThrownBy(telling::tell).hasMessage("away");
    phone.away = null;
    telling.tell();
    assertThat(phone.heard).containsExactly("shop-1-warning", "shop-2-warning");
  }

  @Test
  void whatIsNeverTakenKeepsNobodyWaiting() throws Exception {
    Telling telling = telling("first");
    telling.introduce();
    phone.away = new Channel.Refused("it answered 400");
    warn();
    telling.tell();
    phone.away = null;
    warn();
    telling.tell();
    assertThat(phone.heard).containsExactly("shop-2-warning");
    assertThat(health.view().refused()).isEqualTo(1);
  }

  @Test
  void aNewChannelBeginsWithWhatHappensFromNowOn() throws Exception {
    warn();
    Telling telling = telling("first");
    telling.introduce();
    telling.tell();
    assertThat(phone.heard).isEmpty();
    warn();
    begin("later");
    warn();
    telling.tell();
    assertThat(phone.heard).containsExactlyInAnyOrder("shop-2-warning", "later-1-warning");
  }

  @Test
  void ofTwoProcessesOneTells() throws Exception {
    Telling first = telling("first");
    Telling second = telling("second");
    first.introduce();
    warn();
    phone.meanwhile =
        () -> {
          phone.meanwhile = () -> {};
          try {
            second.tell(); // while the first is at it
          } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
          }
        };
    first.tell();
    second.tell();
    assertThat(phone.heard).containsExactly("shop-1-warning");
  }

  private Telling telling(String holder) {
    return new Telling(
        phone,
        Set.of(Message.Kind.values()),
        new Templates(List.of()),
        new Telling.Source(store, new KnownStates(store.events()), holder),
        health);
  }

  private void begin(String migration) {
    var _ = store.manifests().keep(migration, "a manifest", "ann");
    lease = store.leases().take(migration, LeaseHolder.here(directory));
    seq = 0;
  }

  private void warn() {
    seq++;
    var _ = store.events().append(lease, seq, new MigrationEvent.GateRefused("lag", "too much"));
  }
}
